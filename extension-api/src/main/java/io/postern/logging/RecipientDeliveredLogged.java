package io.postern.logging;

/** The next hop took the message for this recipient with a 2xx reply. */
public interface RecipientDeliveredLogged extends RecipientLogged {}
