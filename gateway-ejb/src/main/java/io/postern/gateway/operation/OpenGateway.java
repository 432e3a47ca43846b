package io.postern.gateway.operation;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.LoggingCallouts;
import io.postern.gateway.callout.CalloutRegistry;
import io.postern.gateway.callout.cdi.Extensions;
import io.postern.gateway.delivery.Delivery;
import io.postern.gateway.export.Exports;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.reception.Reception;
import io.postern.gateway.search.JournalIndex;
import io.postern.gateway.secret.Secrets;
import io.postern.gateway.selftest.SelfTest;
import io.postern.gateway.series.Series;
import io.postern.gateway.settings.SettingsHistory;
import io.postern.gateway.settings.SettingsInForce;
import io.postern.gateway.spool.Spool;
import io.postern.gateway.update.Updates;
import java.time.Instant;

/**
 * The packages of a gateway that is open, as the controls use them. The wiring implements it. Each
 * part may be closed at any time, when the gateway stops; its methods then fail as its package
 * says. Thread-safe.
 */
public interface OpenGateway {

  SettingsInForce settings();

  SettingsHistory history();

  Journal journal();

  JournalIndex search();

  Notices notices();

  /** Since the start. */
  GatewayStatus.Counts counts();

  Spool spool();

  Series series();

  CalloutRegistry callouts();

  LoggingCallouts logging();

  Extensions extensions();

  Exports exports();

  Secrets secrets();

  Delivery delivery();

  BulkDecisions bulk();

  Reception reception();

  SelfTest selfTest();

  Updates updates();

  Instant startedAt();

  /** Whether it has begun to stop. */
  boolean closing();
}
