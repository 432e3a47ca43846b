package io.postern.gateway.operation;

import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.JournalTail;
import io.postern.gateway.search.MessageStory;
import io.postern.gateway.search.SearchPage;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** The journal of the open gateway. */
@Dependent
class LiveJournal implements JournalControl {

  private final GatewayAccess access;

  @Inject
  LiveJournal(GatewayAccess access) {
    this.access = access;
  }

  @Override
  public SearchPage search(JournalQuery query) {
    return access.gateway().search().find(query);
  }

  @Override
  public JournalPage lines(String spoolId) {
    return access.gateway().search().lines(spoolId);
  }

  @Override
  public MessageStory story(String spoolId) {
    return access
        .gateway()
        .search()
        .story(spoolId)
        .orElseThrow(() -> new NoSuchMessage("the journal has no entry of this message"));
  }

  @Override
  public JournalTail tail() {
    return access.gateway().journal().tail().view();
  }
}
