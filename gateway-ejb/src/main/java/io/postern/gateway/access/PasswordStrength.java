package io.postern.gateway.access;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Estimates how many guesses a password takes, by zxcvbn: dictionaries, names, dates, keyboard
 * rows, repetitions and sequences count as what they are. Loads its dictionaries at each call,
 * which takes some tenths of a second, because passwords are seldom chosen.
 */
final class PasswordStrength {

  /** Of 0 to 4; 3 is 10^8 guesses and more, beyond what a slow hash lets an attacker try. */
  private static final int LEAST_SCORE = 3;

  /** The estimate takes quadratic time; what is strong up to here is not weaker as a whole. */
  private static final int LOOKED_AT = 72;

  /** Characters beside the known names, below which they are the password. */
  private static final int LEAST_BESIDE_NAMES = 8;

  /** Pairs: a sign, and the letter that it stands for. */
  private static final String LEET = "4a@a3e1i!i0o5s$s7t";

  private static final String PRODUCT = "postern";

  private PasswordStrength() {}

  /**
   * Why a password is too easy to guess, if it is.
   *
   * @param context what an attacker knows: the user's name, the host's
   */
  static Optional<String> weakness(String password, List<String> context) {
    List<String> known = known(context);
    if (withoutNames(password, known).length() < LEAST_BESIDE_NAMES) {
      return Optional.of(
          "this password is little more than the name of the user, the host or the product; use a"
              + " passphrase of several unrelated words");
    }
    String part = password.substring(0, Math.min(LOOKED_AT, password.length()));
    Strength strength = new Zxcvbn().measure(part, known);
    if (strength.getScore() >= LEAST_SCORE) {
      return Optional.empty();
    }
    String warning = strength.getFeedback().getWarning(Locale.ROOT);
    return Optional.of(
        "this password is easy to guess"
            + (warning.isBlank() ? "" : " (" + warning + ")")
            + "; use a passphrase of several unrelated words");
  }

  /** The letters and digits that remain when names are taken out, also as "leet" writes them. */
  private static String withoutNames(String password, List<String> names) {
    String plain = password.toLowerCase(Locale.ROOT);
    for (int i = 0; i < LEET.length(); i += 2) {
      plain = plain.replace(LEET.charAt(i), LEET.charAt(i + 1));
    }
    for (String name : names) {
      plain = plain.replace(name, "");
    }
    return plain.replaceAll("[^\\p{L}\\p{N}]+", "");
  }

  /** Names whole and in their parts: of mail.example.com also mail and example. */
  private static List<String> known(List<String> context) {
    List<String> known = new ArrayList<>(List.of(PRODUCT));
    for (String name : context) {
      known.add(name.toLowerCase(Locale.ROOT));
      for (String part : name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)) {
        if (part.length() > 2) {
          known.add(part);
        }
      }
    }
    return known;
  }
}
