package io.postern.gateway.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.postern.gateway.settings.Settings.Leniency;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathParserTest {

  private static final String LONG_LOCAL = "a".repeat(64);

  private static PathArgument recipientStrictly(String argument) {
    return PathParser.recipient(argument, Set.of());
  }

  private static PathArgument senderStrictly(String argument) {
    return PathParser.sender(argument, Set.of());
  }

  private static int code(PathArgument argument) {
    return assertInstanceOf(PathArgument.Faulty.class, argument).reply().code();
  }

  private static String recipient(String argument) {
    return assertInstanceOf(PathArgument.Recipient.class, recipientStrictly(argument))
        .recipient()
        .toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "TO:<user@example.com> user@example.com",
        "to:<user@example.com> user@example.com",
        "TO:<o'brien+tag=x@a-b.example> o'brien+tag=x@a-b.example",
        "TO:<a.b.c@host> a.b.c@host",
        "TO:<\"a.@b\"@example.com> \"a.@b\"@example.com",
        "TO:<\"a\\\"b\\\\c\"@example.com> \"a\\\"b\\\\c\"@example.com",
        "TO:<user@[192.0.2.1]> user@[192.0.2.1]",
        "TO:<user@[IPv6:2001:db8::1]> user@[IPv6:2001:db8::1]",
        "TO:<user@[ipv6:::ffff:192.0.2.1]> user@[ipv6:::ffff:192.0.2.1]",
        "TO:<@one.example,@two.example:user@example.com> user@example.com",
        "TO:<@[192.0.2.7]:user@example.com> user@example.com",
        "TO:<Postmaster> Postmaster",
        "TO:<under_score@my_host.example> under_score@my_host.example"
      })
  void forwardPath_thatIsOne_isTaken(String argument, String mailbox) {
    assertEquals(mailbox, recipient(argument));
  }

  @Test
  void spacesAfterTheColon_areTaken() {
    assertEquals("user@example.com", recipient("TO:  <user@example.com>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TO:user@example.com",
        "TO:<>",
        "TO:<user>",
        "TO:<user@>",
        "TO:<@example.com>",
        "TO:<@example.com:>",
        "TO:<@foreign.example:user>",
        "TO:<user@example.com",
        "TO:<<user@example.com>",
        "TO:<user@example.com>>",
        "TO:<user@foreign.example@example.com>",
        "TO:<user@example.com:foreign.example>",
        "TO:<user@example.com,other@example.com>",
        "TO:<us er@example.com>",
        "TO:< user@example.com>",
        "TO:<user@example.com >",
        "TO:<user@exam ple.com>",
        "TO:<.user@example.com>",
        "TO:<user.@example.com>",
        "TO:<us..er@example.com>",
        "TO:<user@.example.com>",
        "TO:<user@example.com.>",
        "TO:<user@example..com>",
        "TO:<user@-example.com>",
        "TO:<user@example-.com>",
        "TO:<user@example.com%foreign.example>",
        "TO:<\"user@example.com>",
        "TO:<\"user\"x@example.com>",
        "TO:<\"us\"er\"@example.com>",
        "TO:<\"user\\\"@example.com>",
        "TO:<user@[1.2.3]>",
        "TO:<user@[1.2.3.256]>",
        "TO:<user@[192.0.2.010]>",
        "TO:<user@[1.2.3.4.5]>",
        "TO:<user@[0x7f.0.0.1]>",
        "TO:<user@[2130706433]>",
        "TO:<user@[]>",
        "TO:<user@[IPv6:]>",
        "TO:<user@[IPv6:fe80::1%eth0]>",
        "TO:<user@[IPv6:2001:db8::1::2]>",
        "TO:<user@[tag:content]>",
        "TO:<user@[1.2.3.4>",
        "TO:<user@1.2.3.4]>",
        "TO:<user\u0000@example.com>",
        "TO:<us\u00e9r@example.com>",
        "TO:<user@ex\u00e4mple.com>",
        "TO:<user@example.com>SIZE=1",
        "TO:<user@example.com> =1",
        "TO:<user@example.com> X=",
        "TO:<user@example.com> X=1 x=2",
        "TO:<user@example.com> X=a=b",
        "TO:<user@example.com> <other@example.com>",
        "TO",
        "TO:",
        "TO: ",
        "FROM:<user@example.com>",
        "<user@example.com>",
        ""
      })
  void forwardPath_thatIsNone_isRefused(String argument) {
    assertEquals(501, code(recipientStrictly(argument)));
  }

  @Test
  void lengths_upToTheLimitsAreTaken() {
    String domain = "b".repeat(60) + "." + "c".repeat(60) + "." + "d".repeat(60) + ".example";

    assertEquals(
        LONG_LOCAL + "@x." + "c".repeat(63),
        recipient("TO:<" + LONG_LOCAL + "@x." + "c".repeat(63) + ">"));
    assertEquals("a@" + domain, recipient("TO:<a@" + domain + ">"));
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 75, 128, 242})
  void localPart_longerThan64Octets_isTaken(int length) {
    String mailbox = "b".repeat(length) + "@example.com";

    assertEquals(mailbox, recipient("TO:<" + mailbox + ">"));
    assertEquals(
        new PathArgument.Sender(ReversePath.parse(mailbox), Map.of()),
        senderStrictly("FROM:<" + mailbox + ">"));
  }

  @Test
  void quotedLocalPart_longerThan64Octets_isTaken() {
    String mailbox = "\"" + "a b ".repeat(30) + "\"@example.com";

    assertEquals(mailbox, recipient("TO:<" + mailbox + ">"));
  }

  @ParameterizedTest
  @ValueSource(ints = {243, 300, 900})
  void localPart_thatMakesThePathTooLong_isRefused(int length) {
    assertEquals(501, code(recipientStrictly("TO:<" + "a".repeat(length) + "@example.com>")));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 300, 900})
  void label_thatIsTooLong_isRefused(int length) {
    assertEquals(501, code(recipientStrictly("TO:<a@" + "b".repeat(length) + ".com>")));
  }

  @Test
  void path_ofMoreThan256Octets_isRefused() {
    assertEquals(501, code(recipientStrictly("TO:<a@" + "b.".repeat(126) + "c>")));
    assertEquals("a@" + "b.".repeat(125) + "c", recipient("TO:<a@" + "b.".repeat(125) + "c>"));
  }

  @Test
  void nullReversePath_isTaken() {
    assertEquals(new PathArgument.Sender(ReversePath.none(), Map.of()), senderStrictly("FROM:<>"));
  }

  @Test
  void parameters_areReadWithKeysInUpperCase() {
    assertEquals(
        new PathArgument.Sender(
            new ReversePath.Of(new Mailbox("a", "b.example")),
            Map.of("SIZE", "1000", "BODY", "8bitmime", "SMTPUTF8", "")),
        senderStrictly("FROM:<a@b.example> size=1000  body=8bitmime SMTPUTF8 "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"FROM:<postmaster>", "FROM:< >", "FROM:a@b", "FROM:<> <>", "TO:<a@b>"})
  void reversePath_thatIsNone_isRefused(String argument) {
    assertEquals(501, code(senderStrictly(argument)));
  }

  @Test
  void randomArguments_neverRaise_andWhatIsTakenReadsBackTheSame() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] parts = {
      "TO:",
      "<",
      ">",
      "@",
      ":",
      ",",
      "a",
      "b.c",
      "\"",
      "\\",
      "[",
      "]",
      "1.2.3.4",
      "IPv6:",
      "::",
      " ",
      "=",
      "%",
      "!",
      "SIZE",
      "postmaster",
      "\u00e9",
      "\0",
      ".",
      "-",
      "x".repeat(70),
      "\""
    };
    int taken = 0;
    for (int round = 0; round < 200_000; round++) {
      StringBuilder argument = new StringBuilder("TO:<");
      for (int i = random.nextInt(9); i > 0; i--) {
        argument.append(parts[random.nextInt(parts.length)]);
      }
      argument.append('>');
      PathArgument parsed = recipientStrictly(argument.toString());
      if (parsed instanceof PathArgument.Recipient(Mailbox mailbox, var parameters)) {
        taken++;
        assertEquals(
            new PathArgument.Recipient(mailbox, Map.of()),
            recipientStrictly("TO:<" + mailbox + ">"),
            "seed " + seed + ": " + argument);
      }
    }
    assertEquals(true, taken > 100, "seed " + seed + ": only " + taken + " were paths");
  }

  @ParameterizedTest
  @CsvSource({
    "TO:user@example.com, user@example.com",
    "TO:  user@example.com, user@example.com",
    "TO:user@[192.0.2.1], user@[192.0.2.1]",
    "TO:postmaster, postmaster",
    "TO:<user@example.com>, user@example.com"
  })
  void pathWithoutBrackets_isTakenWhereTolerated(String argument, String mailbox) {
    assertEquals(
        mailbox, leniently(Leniency.PATHS_WITHOUT_BRACKETS, argument).recipient().toString());
  }

  @Test
  void pathWithoutBrackets_mayHaveParametersBehindIt() {
    assertEquals(
        new PathArgument.Sender(ReversePath.parse("a@b.example"), Map.of("SIZE", "7")),
        PathParser.sender("FROM: a@b.example SIZE=7", Set.of(Leniency.PATHS_WITHOUT_BRACKETS)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TO:",
        "TO: ",
        "TO:user",
        "TO:user@example.com>",
        "TO:<user@example.com",
        "TO:User <user@example.com>",
        "TO:@one.example:user@example.com",
        "TO:a@example.com,b@example.com",
        "TO:us..er@example.com",
        "TO:user@example.com."
      })
  void pathWithoutBrackets_thatIsNone_isRefusedEvenThen(String argument) {
    assertEquals(
        501, code(PathParser.recipient(argument, Set.of(Leniency.PATHS_WITHOUT_BRACKETS))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user..name", ".user", "user.", "..a..b..", "a.b"})
  void dotsInTheLocalPart_areTakenAsTheyAreWhereTolerated(String local) {
    assertEquals(
        local + "@example.com",
        leniently(Leniency.DOTS_IN_LOCAL_PART, "TO:<" + local + "@example.com>")
            .recipient()
            .toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TO:<.@a.example>", "TO:<a@b..example>", "TO:<a@b.>", "TO:a..b@c"})
  void otherDots_areRefusedEvenThen(String argument) {
    assertEquals(501, code(PathParser.recipient(argument, Set.of(Leniency.DOTS_IN_LOCAL_PART))));
  }

  @ParameterizedTest
  @CsvSource({
    "TO:<user@example.com.>, user@example.com",
    "TO:<user@host.>, user@host",
    "TO:<@one.example.:user@example.com.>, user@example.com",
    "TO:<user@example.com>, user@example.com"
  })
  void dotBehindTheDomain_isDroppedWhereTolerated(String argument, String mailbox) {
    assertEquals(mailbox, leniently(Leniency.TRAILING_DOT, argument).recipient().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TO:<user@example.com..>",
        "TO:<user@.>",
        "TO:<user@.example.com>",
        "TO:<user@[192.0.2.1].>",
        "TO:<user.@example.com>",
        "TO:<postmaster.>"
      })
  void dotsElsewhere_areRefusedEvenThen(String argument) {
    assertEquals(501, code(PathParser.recipient(argument, Set.of(Leniency.TRAILING_DOT))));
  }

  @Test
  void leniencies_workTogether() {
    assertEquals(
        "a..b@example.com",
        assertInstanceOf(
                PathArgument.Recipient.class,
                PathParser.recipient("TO:a..b@example.com.", EnumSet.allOf(Leniency.class)))
            .recipient()
            .toString());
  }

  private static PathArgument.Recipient leniently(Leniency leniency, String argument) {
    return assertInstanceOf(
        PathArgument.Recipient.class, PathParser.recipient(argument, Set.of(leniency)));
  }
}
