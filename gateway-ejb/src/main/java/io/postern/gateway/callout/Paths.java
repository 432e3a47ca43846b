package io.postern.gateway.callout;

import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.util.List;

/** An envelope's paths, without content yet. */
public record Paths(ReversePath reversePath, List<Mailbox> recipients) {}
