package io.postern.gateway.reception.esmtp;

import io.postern.gateway.reception.james.SmtpCommand;
import io.postern.mail.MailParameters;
import io.postern.mail.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** The entry class: all extensions that a session has. Immutable. */
public final class EsmtpExtensions {

  /** The list. Announcements have its order. */
  public static final List<EsmtpExtension> SHIPPED =
      List.of(
          new PipeliningExtension(),
          new SizeExtension(),
          new EightBitMimeExtension(),
          new EnhancedStatusCodesExtension(),
          new VrfyExtension(),
          new HelpExtension());

  private static final Reply UNKNOWN = Reply.of(555, "5.5.4", "Parameter not recognized");

  private final List<EsmtpExtension> all;
  private final List<SmtpCommand<EsmtpSession>> commands = new ArrayList<>();
  private final Map<String, ParameterSyntax> ofMail = new HashMap<>();
  private final Map<String, ParameterSyntax> ofRcpt = new HashMap<>();

  public EsmtpExtensions(List<EsmtpExtension> all) {
    this.all = List.copyOf(all);
    for (EsmtpExtension extension : all) {
      commands.addAll(extension.commands());
      extension.mailParameters().forEach((key, syntax) -> add(ofMail, key, syntax));
      extension.recipientParameters().forEach((key, syntax) -> add(ofRcpt, key, syntax));
    }
  }

  private static void add(Map<String, ParameterSyntax> to, String keyword, ParameterSyntax syntax) {
    to.merge(keyword, syntax, ParameterSyntax::or);
  }

  /** The commands of all extensions. */
  public List<SmtpCommand<EsmtpSession>> commands() {
    return List.copyOf(commands);
  }

  /** What is announced to this session, in a fresh set. */
  public SequencedSet<String> announcements(EsmtpSession session) {
    SequencedSet<String> lines = new LinkedHashSet<>();
    for (EsmtpExtension extension : all) {
      extension.announcement(session).ifPresent(lines::add);
    }
    return lines;
  }

  /**
   * The reply when the parameters of MAIL are not in order.
   *
   * @param extended whether the client greeted with EHLO; without it there are no parameters
   */
  public Optional<Reply> wrongInMail(Map<String, String> parameters, boolean extended) {
    return wrong(ofMail, parameters, extended);
  }

  /** The same for RCPT. */
  public Optional<Reply> wrongInRcpt(Map<String, String> parameters, boolean extended) {
    return wrong(ofRcpt, parameters, extended);
  }

  private static Optional<Reply> wrong(
      Map<String, ParameterSyntax> known, Map<String, String> parameters, boolean extended) {
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      ParameterSyntax syntax = extended ? known.get(parameter.getKey()) : null;
      Optional<Reply> refusal =
          syntax == null ? Optional.of(UNKNOWN) : syntax.refusal(parameter.getValue());
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  /** See {@link EsmtpExtension#refusal}: the first. */
  public Optional<Reply> refusal(EsmtpSession session, MailParameters parameters) {
    for (EsmtpExtension extension : all) {
      Optional<Reply> refusal = extension.refusal(session, parameters);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }
}
