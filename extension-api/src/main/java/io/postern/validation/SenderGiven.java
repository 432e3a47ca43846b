package io.postern.validation;

import io.postern.mail.ReversePath;
import java.util.Map;

/** MAIL was given (RFC 5321 section 4.1.1.2). */
public interface SenderGiven extends ValidationEvent {

  ReversePath reversePath();

  /**
   * The parameters of MAIL, keys in upper case, such as {@code SIZE=1000}; a value may be empty.
   */
  Map<String, String> parameters();

  /** Goes on with another reverse-path. */
  void rewrite(ReversePath reversePath);
}
