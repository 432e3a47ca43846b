package io.postern.gateway.reception;

import io.postern.gateway.callout.Callouts;
import io.postern.gateway.probe.Probes;
import io.postern.gateway.reception.esmtp.EsmtpExtensions;
import io.postern.gateway.settings.SettingsInForce;
import java.time.Clock;

/** What all sessions share. Immutable; each part is thread-safe. */
record SessionContext(
    SettingsInForce settings,
    EsmtpExtensions extensions,
    MessageStore store,
    PolicyInForce relaying,
    RecipientPolicy recipients,
    Probes probes,
    Callouts callouts,
    VerdictPolicy policy,
    EnvelopeStages envelopeStages,
    EndOfData endOfData,
    ReceptionEvents events,
    Clock clock) {}
