package io.postern.gateway.operation;

import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.JournalTail;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The journal of the open gateway. */
@Dependent
class LiveJournal implements JournalControl {

  /** Lines of a story at most. */
  private static final int STORY = 5_000;

  private final GatewayAccess access;

  @Inject
  LiveJournal(GatewayAccess access) {
    this.access = access;
  }

  @Override
  public JournalPage search(JournalQuery query) {
    return access.gateway().journal().search().find(query);
  }

  @Override
  public JournalPage story(String spoolId) {
    return access.gateway().journal().search().story(spoolId, STORY);
  }

  @Override
  public JournalTail tail() {
    return access.gateway().journal().tail().view();
  }
}
