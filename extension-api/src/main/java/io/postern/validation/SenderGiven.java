package io.postern.validation;

import io.postern.mail.MailParameters;
import io.postern.mail.ReversePath;

/** MAIL was given (RFC 5321 section 4.1.1.2). */
public interface SenderGiven extends ValidationEvent {

  ReversePath reversePath();

  /** The parameters of MAIL, such as {@code SIZE=1000}. */
  MailParameters parameters();

  /** Goes on with another reverse-path. */
  void rewrite(ReversePath reversePath);

  /** Goes on with other parameters. */
  void rewrite(MailParameters parameters);
}
