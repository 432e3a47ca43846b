package io.postern.gateway.settings;

import java.util.List;

/**
 * A key of the configuration, for those who make a form of it.
 *
 * @param name as it stands in the configuration
 * @param kind what may stand behind it
 * @param list whether a list of such values stands there
 * @param least smallest value as it is written; empty when the kind has no bounds
 * @param most greatest value as it is written; empty when the kind has no bounds
 * @param words the values of a {@link Kind#WORD}
 * @param usual what holds when the key is not given, as it is written; empty when nothing does
 * @param required whether it must be given
 * @param help a sentence or two
 * @param types values of the key {@code type} beside it that this key is for; empty for all
 * @param keys of a {@link Kind#KEYS} or {@link Kind#NAMED}
 */
public record SettingsKey(
    String name,
    Kind kind,
    boolean list,
    String least,
    String most,
    List<String> words,
    String usual,
    boolean required,
    String help,
    List<String> types,
    List<SettingsKey> keys) {

  /** What a value is. */
  public enum Kind {
    /** A host name or address, a domain, a network, a mailbox, a path or a name. */
    TEXT,
    /** A whole number. */
    NUMBER,
    /** Such as {@code 30s}, {@code 5m}, {@code 4h}, {@code 5d}. */
    DURATION,
    /** Octets, such as {@code 500000}, {@code 25MB}, {@code 10MiB}. */
    SIZE,
    /** {@code true} or {@code false}. */
    FLAG,
    /** One of a few words. */
    WORD,
    /** The name of a secret, whose value is kept elsewhere. */
    SECRET,
    /** Names that the administrator gives, each with a text. */
    PAIRS,
    /** Keys with values. */
    KEYS,
    /** Names that the administrator gives, each with keys. */
    NAMED
  }

  public SettingsKey {
    words = List.copyOf(words);
    types = List.copyOf(types);
    keys = List.copyOf(keys);
  }

  static SettingsKey text(String name, String usual, String help) {
    return of(name, Kind.TEXT, "", "", usual, help);
  }

  static SettingsKey number(String name, int least, int most, String usual, String help) {
    return of(name, Kind.NUMBER, String.valueOf(least), String.valueOf(most), usual, help);
  }

  static SettingsKey duration(String name, String least, String most, String usual, String help) {
    return of(name, Kind.DURATION, least, most, usual, help);
  }

  static SettingsKey size(String name, String least, String most, String usual, String help) {
    return of(name, Kind.SIZE, least, most, usual, help);
  }

  static SettingsKey flag(String name, String usual, String help) {
    return of(name, Kind.FLAG, "", "", usual, help);
  }

  static SettingsKey word(String name, List<String> words, String usual, String help) {
    return new SettingsKey(
        name, Kind.WORD, false, "", "", words, usual, false, help, List.of(), List.of());
  }

  static SettingsKey secret(String name, String help) {
    return of(name, Kind.SECRET, "", "", "", help);
  }

  static SettingsKey pairs(String name, String help) {
    return of(name, Kind.PAIRS, "", "", "", help);
  }

  static SettingsKey keys(String name, String help, List<SettingsKey> keys) {
    return new SettingsKey(
        name, Kind.KEYS, false, "", "", List.of(), "", false, help, List.of(), keys);
  }

  static SettingsKey named(String name, String help, List<SettingsKey> keys) {
    return new SettingsKey(
        name, Kind.NAMED, false, "", "", List.of(), "", false, help, List.of(), keys);
  }

  private static SettingsKey of(
      String name, Kind kind, String least, String most, String usual, String help) {
    return new SettingsKey(
        name, kind, false, least, most, List.of(), usual, false, help, List.of(), List.of());
  }

  SettingsKey asList() {
    return new SettingsKey(
        name, kind, true, least, most, words, usual, required, help, types, keys);
  }

  SettingsKey asRequired() {
    return new SettingsKey(name, kind, list, least, most, words, usual, true, help, types, keys);
  }

  /** Only for these types of what it stands in. */
  SettingsKey only(String... types) {
    return new SettingsKey(
        name, kind, list, least, most, words, usual, required, help, List.of(types), keys);
  }
}
