package io.postern.gateway.web.api;

import io.postern.gateway.access.Role;
import io.postern.gateway.audit.JournalCondition;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.WithheldContent;
import io.postern.gateway.operation.BulkStatus;
import io.postern.gateway.operation.QueueEntry;
import io.postern.gateway.operation.RefusedEvent;
import io.postern.gateway.operation.SubjectsControl;
import io.postern.gateway.search.SearchPage;
import io.postern.gateway.web.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * What the user of a request sees of what messages say: all of it, or lines and messages without.
 * Every answer that can have a subject passes here.
 */
record SubjectView(SubjectsControl control, Role role) {

  /** Only for methods that {@link Guard} lets nobody unknown call. */
  static SubjectView of(SubjectsControl control, HttpServletRequest request) {
    return new SubjectView(control, SessionResource.known(request).role());
  }

  boolean isFull() {
    return control.maySee(role);
  }

  /**
   * @throws Problems.Refused with 403 when the user may not see contents
   */
  void require() {
    if (!isFull()) {
      throw new Problems.Refused(
          new Problem(
              403,
              "subjects-withheld",
              "Subjects and contents of messages are withheld from your role (privacy.subjects of"
                  + " the settings)"));
    }
  }

  /** The same, for a condition of the subject if there is one. */
  void requireFor(Optional<String> subject) {
    if (subject.isPresent()) {
      require();
    }
  }

  /** A search that finds nothing by a subject that the user may not see. */
  JournalQuery query(JournalQuery query) {
    if (isFull()) {
      return query;
    }
    requireFor(Optional.ofNullable(query.conditions().get(JournalCondition.SUBJECT)));
    return query.withoutSubjects();
  }

  JournalLine line(JournalLine line) {
    return isFull() ? line : WithheldContent.of(line);
  }

  /** The same for a line as it stands in the journal. */
  String line(String json) {
    return isFull() ? json : WithheldContent.of(json);
  }

  JournalPage page(JournalPage page) {
    return new JournalPage(page.lines().stream().map(this::line).toList(), page.next());
  }

  SearchPage page(SearchPage page) {
    return new SearchPage(
        page.lines().stream().map(this::line).toList(),
        page.next(),
        page.count(),
        page.counted(),
        page.complete(),
        page.indexedTo());
  }

  QueueEntry entry(QueueEntry entry) {
    return isFull() ? entry : entry.withoutSubject();
  }

  BulkStatus bulk(BulkStatus status) {
    return isFull() ? status : status.withoutSubject();
  }

  RefusedEvent refused(RefusedEvent event) {
    return isFull() ? event : event.withoutContent();
  }
}
