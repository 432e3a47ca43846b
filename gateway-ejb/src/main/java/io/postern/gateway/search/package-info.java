/**
 * Search: an index beside the audit journal, so that a message is found at once however long ago it
 * was, and the story of a message. docs/search.md describes what can be looked for.
 *
 * <p>Entry point: {@link io.postern.gateway.search.JournalIndex}. In: a {@link
 * io.postern.gateway.audit.JournalQuery}, or a message's id. Out: {@link
 * io.postern.gateway.search.SearchPage} with lines of the journal, {@link
 * io.postern.gateway.search.MessageStory}.
 *
 * <p>The journal is the only source. The index is a reader of it at its own pace, on two threads of
 * its own (one adds, one merges), and holds no text: lines are read from the journal by their
 * numbers. What is not indexed yet is read from the journal's end, so an answer never lacks a line;
 * an index that is damaged, or that cannot be written, costs time and nothing else. It is removed
 * and made again. Raises {@link io.postern.gateway.audit.JournalUnavailable} when the journal's
 * files cannot be read.
 */
@org.jspecify.annotations.NullMarked
package io.postern.gateway.search;
