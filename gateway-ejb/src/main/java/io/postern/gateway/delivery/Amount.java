package io.postern.gateway.delivery;

/**
 * An amount of mail.
 *
 * @param messages that have at least one of the recipients
 * @param recipients of these messages that are meant
 */
public record Amount(long messages, long recipients) {

  static final Amount NONE = new Amount(0, 0);

  Amount plus(Amount more) {
    return new Amount(messages + more.messages, recipients + more.recipients);
  }
}
