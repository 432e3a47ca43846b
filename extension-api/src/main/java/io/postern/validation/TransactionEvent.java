package io.postern.validation;

import io.postern.session.Transaction;

/** What the events of the stages from MAIL on share. */
public interface TransactionEvent extends CalloutEvent {

  Transaction transaction();
}
