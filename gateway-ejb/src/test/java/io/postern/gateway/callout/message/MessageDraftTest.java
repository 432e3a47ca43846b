package io.postern.gateway.callout.message;

import io.postern.mail.Message;
import java.io.IOException;

/** The draft over the spool's content. */
class MessageDraftTest implements MessageDraftContract {

  private final Editing editing = new Editing();

  @Override
  public String after(String mail, Editing.Change... changes) throws IOException {
    return editing.after(mail, changes);
  }

  @Override
  public Message seen(String mail) {
    return editing.seen(mail);
  }

  @Override
  public Message ended(String mail) {
    Lease lease = new Lease();
    Message message = MessageVersion.of(editing.contents.of(mail)).draft(lease);
    lease.end();
    return message;
  }
}
