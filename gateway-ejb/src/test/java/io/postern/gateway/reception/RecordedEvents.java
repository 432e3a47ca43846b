package io.postern.gateway.reception;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what reception told. */
final class RecordedEvents implements ReceptionEvents {

  final List<Rejected> rejected = new CopyOnWriteArrayList<>();
  final List<RejectedRepeatedly> repeated = new CopyOnWriteArrayList<>();
  final List<Discarded> discarded = new CopyOnWriteArrayList<>();

  final List<SessionOpened> opened = new CopyOnWriteArrayList<>();
  final List<SessionEnded> ended = new CopyOnWriteArrayList<>();

  @Override
  public void sessionOpened(SessionOpened event) {
    opened.add(event);
  }

  @Override
  public void sessionEnded(SessionEnded event) {
    ended.add(event);
  }

  @Override
  public void rejected(Rejected event) {
    rejected.add(event);
  }

  @Override
  public void rejectedRepeatedly(RejectedRepeatedly event) {
    repeated.add(event);
  }

  @Override
  public void discarded(Discarded event) {
    discarded.add(event);
  }
}
