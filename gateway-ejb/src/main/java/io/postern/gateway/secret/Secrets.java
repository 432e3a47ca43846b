package io.postern.gateway.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.postern.text.Shown;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Entry point: the secrets, in the folder {@code secrets} of the data folder: {@code key}, 32
 * octets, and {@code values}, a line for each: name, time, and in Base64 the nonce (12 octets) with
 * the encrypted value and its tag; the name is authenticated with it. Durable when a method
 * returns. Thread-safe.
 */
public final class Secrets implements SecretSource {

  private static final Pattern NAME = Pattern.compile("[a-z](-?[a-z0-9]){0,40}");
  private static final int LONGEST_VALUE = 4_096;
  private static final int MOST = 1_000;
  private static final int KEY_OCTETS = 32;
  private static final int NONCE_OCTETS = 12;
  private static final int TAG_BITS = 128;
  private static final Set<StandardOpenOption> REPLACING =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);

  private final Path folder;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Entry> entries = new TreeMap<>();

  private record Entry(Instant changedAt, byte[] sealed) {}

  private Secrets(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * @param data the data folder; nothing is written before there is a secret
   * @throws SecretsUnavailable when what is there cannot be read
   */
  public static Secrets open(Path data, Clock clock) {
    Secrets secrets = new Secrets(data.resolve("secrets"), clock);
    try {
      for (String line : Files.readAllLines(secrets.values(), US_ASCII)) {
        String[] parts = line.split(" ");
        secrets.entries.put(
            parts[0], new Entry(Instant.parse(parts[1]), Base64.getDecoder().decode(parts[2])));
      }
    } catch (NoSuchFileException e) {
      return secrets;
    } catch (IOException | RuntimeException e) {
      throw new SecretsUnavailable(
          "secrets: cannot read %s (%s)".formatted(secrets.values(), Shown.of(e)), e);
    }
    return secrets;
  }

  /** All of them, by name. */
  public synchronized List<NamedSecret> list() {
    return entries.entrySet().stream()
        .map(entry -> new NamedSecret(entry.getKey(), entry.getValue().changedAt()))
        .toList();
  }

  /**
   * Keeps a value, in place of an earlier one.
   *
   * @throws SecretRefused when name or value cannot be taken
   * @throws SecretsUnavailable when it cannot be written; the earlier one stands then
   */
  public synchronized void set(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw new SecretRefused(
          "a secret's name has a to z, 0 to 9 and single hyphens, a letter first, at most 41");
    }
    if (value.isEmpty() || value.length() > LONGEST_VALUE) {
      throw new SecretRefused("a secret has 1 to " + LONGEST_VALUE + " characters");
    }
    if (!entries.containsKey(name) && entries.size() >= MOST) {
      throw new SecretRefused("there are " + MOST + " secrets already");
    }
    try {
      Map<String, Entry> next = new TreeMap<>(entries);
      next.put(name, new Entry(clock.instant(), sealed(name, value)));
      write(next);
    } catch (IOException | GeneralSecurityException e) {
      throw new SecretsUnavailable("secrets: cannot keep %s (%s)".formatted(name, e), e);
    }
  }

  /**
   * Forgets a value.
   *
   * @return false when there was none
   */
  public synchronized boolean remove(String name) {
    if (!entries.containsKey(name)) {
      return false;
    }
    try {
      Map<String, Entry> next = new TreeMap<>(entries);
      next.remove(name);
      write(next);
      return true;
    } catch (IOException e) {
      throw new SecretsUnavailable("secrets: cannot remove a secret (%s)".formatted(e), e);
    }
  }

  @Override
  public synchronized Optional<String> value(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    try {
      byte[] sealed = entry.sealed();
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, name, Arrays.copyOf(sealed, NONCE_OCTETS));
      return Optional.of(
          new String(cipher.doFinal(sealed, NONCE_OCTETS, sealed.length - NONCE_OCTETS), UTF_8));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new SecretsUnavailable(
          "secrets: %s cannot be decrypted with the key in %s; set it again"
              .formatted(name, folder),
          e);
    }
  }

  /** A key of 32 octets that nobody gave: made when it is first asked for. */
  public synchronized byte[] key(String name) {
    Optional<String> kept = value(name);
    if (kept.isPresent()) {
      return HexFormat.of().parseHex(kept.get());
    }
    byte[] key = randomOctets(KEY_OCTETS);
    set(name, HexFormat.of().formatHex(key));
    return key;
  }

  private byte[] sealed(String name, String value) throws IOException, GeneralSecurityException {
    byte[] nonce = randomOctets(NONCE_OCTETS);
    byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, name, nonce).doFinal(value.getBytes(UTF_8));
    byte[] sealed = Arrays.copyOf(nonce, nonce.length + encrypted.length);
    System.arraycopy(encrypted, 0, sealed, nonce.length, encrypted.length);
    return sealed;
  }

  private Cipher cipher(int mode, String name, byte[] nonce)
      throws IOException, GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(masterKey(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name.getBytes(US_ASCII));
    return cipher;
  }

  private byte[] masterKey() throws IOException {
    Path file = folder.resolve("key");
    if (!Files.exists(file)) {
      replace(file, randomOctets(KEY_OCTETS));
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != KEY_OCTETS) {
      throw new IOException("%s has not %d octets".formatted(file, KEY_OCTETS));
    }
    return key;
  }

  private byte[] randomOctets(int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }

  private Path values() {
    return folder.resolve("values");
  }

  private void write(Map<String, Entry> next) throws IOException {
    StringBuilder text = new StringBuilder();
    next.forEach(
        (name, entry) ->
            text.append(name)
                .append(' ')
                .append(entry.changedAt())
                .append(' ')
                .append(Base64.getEncoder().encodeToString(entry.sealed()))
                .append('\n'));
    replace(values(), text.toString().getBytes(US_ASCII));
    entries.clear();
    entries.putAll(next);
  }

  /** For the gateway's user alone, and durable. */
  private void replace(Path file, byte[] octets) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      sync(folder.resolveSibling(""));
    }
    Path fresh = file.resolveSibling("~" + file.getFileName());
    Files.deleteIfExists(fresh);
    try (FileChannel out =
        FileChannel.open(
            fresh,
            REPLACING,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer left = ByteBuffer.wrap(octets);
      while (left.hasRemaining()) {
        out.write(left);
      }
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    sync(folder);
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
