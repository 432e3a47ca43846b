package io.postern.gateway.reception;

import io.postern.gateway.spool.Arrival;
import io.postern.gateway.spool.ContentWriter;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.spool.SpoolId;
import java.io.IOException;

/** What reception needs of the spool. */
interface MessageStore {

  SpoolId newId();

  ContentWriter newContent() throws IOException;

  /** Whether so many octets can be taken now, as far as it is known. */
  boolean hasRoomFor(long octets);

  /** Whether it is room that lacks, after content could not be written. */
  boolean isFull(IOException cause);

  /** See {@link Spool#accept(Arrival)}. */
  void accept(Arrival arrival);

  static MessageStore of(Spool spool, ReceptionEvents events) {
    DiskRoom room = new DiskRoom(spool::room);
    return new MessageStore() {
      @Override
      public SpoolId newId() {
        return spool.newId();
      }

      @Override
      public ContentWriter newContent() throws IOException {
        return spool.newContent();
      }

      @Override
      public boolean hasRoomFor(long octets) {
        return room.isFor(octets);
      }

      @Override
      public boolean isFull(IOException cause) {
        return spool.isFull(cause);
      }

      @Override
      public void accept(Arrival arrival) {
        spool.accept(arrival);
        events.accepted(arrival.receivedAt());
      }
    };
  }
}
