package io.postern.mail;

/**
 * The header section at a stage where it may be changed. Changes keep every field that was not
 * touched byte for byte.
 *
 * <p>Mutators raise {@link IllegalArgumentException}, and change nothing, when a name is not made
 * of printable US-ASCII without colon and space, or a value holds CR, LF or NUL: a value is one
 * logical line, the gateway folds it (RFC 5322 section 2.1.1). Values may hold any Unicode; what is
 * not US-ASCII is written as encoded words (RFC 2047).
 */
public interface MutableHeaderSection extends HeaderSection {

  /**
   * Adds a field below all others. Where the section is damaged, because a line of it is no field
   * or the empty line at its end is missing, what looks like fields may be text: there the field
   * goes above all that was received, behind the trace fields.
   */
  void add(String name, String value);

  /** Adds a field above all others, where trace fields go. */
  void addFirst(String name, String value);

  /**
   * Adds a field as {@link #add(String, String)} does, and writes its raw value as it is: for
   * fields that are folded with care, such as a signature's. The value is written in UTF-8.
   *
   * @throws IllegalArgumentException when a line of the raw value does not end in CRLF before a
   *     blank or at the end, is empty, or has more than 998 octets with the name; or it holds NUL
   */
  void add(HeaderField field);

  /** The same, above all others. */
  void addFirst(HeaderField field);

  /**
   * Puts the value in the topmost field of that name and removes the others; adds it when there is
   * none.
   */
  void replace(String name, String value);

  /**
   * Removes all fields of that name.
   *
   * @return how many there were
   */
  int remove(String name);
}
