package io.postern.manipulation;

import io.postern.mail.Message;
import io.postern.mail.MutableEnvelope;
import io.postern.session.Session;
import io.postern.validation.Verdict;

/** Once per message, before it is written to disk. Runs on a managed worker. */
public interface MessageBeforeSpool {

  Session session();

  /** The envelope; may be changed. */
  MutableEnvelope envelope();

  /** The content; may be changed. */
  Message message();

  /** Ends the message, or defers it, instead of letting it pass; the strictest answer counts. */
  void answer(Verdict verdict);
}
