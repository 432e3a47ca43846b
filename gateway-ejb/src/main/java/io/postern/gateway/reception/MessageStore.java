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

  /** See {@link Spool#accept(Arrival)}. */
  void accept(Arrival arrival);

  static MessageStore of(Spool spool) {
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
      public void accept(Arrival arrival) {
        spool.accept(arrival);
      }
    };
  }
}
