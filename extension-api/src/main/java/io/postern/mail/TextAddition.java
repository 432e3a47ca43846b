package io.postern.mail;

/**
 * What {@link MutableMimePart#appendText} or {@link MutableMimePart#prependText} did. May grow:
 * treat an unknown value like {@link #NOT_ADDED}.
 */
public enum TextAddition {

  /** The text was added, with all its characters. */
  ADDED,

  /**
   * The text was added in US-ASCII, with letters without their accents and signs written out,
   * because the part's charset cannot carry it or what the part holds does not follow its charset.
   */
  ADDED_IN_ASCII,

  /** The part is as it was: no form of the text could be added that is read as meant. */
  NOT_ADDED
}
