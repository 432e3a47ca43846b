package io.postern.gateway.web.api;

import io.postern.gateway.access.UserRefused;
import io.postern.gateway.callout.cdi.ArchiveRefused;
import io.postern.gateway.callout.cdi.ExtensionNotDeployed;
import io.postern.gateway.callout.cdi.NoSuchExtension;
import io.postern.gateway.delivery.NotKept;
import io.postern.gateway.export.ExportRefused;
import io.postern.gateway.export.NoSuchTarget;
import io.postern.gateway.operation.BulkUnderWay;
import io.postern.gateway.operation.GatewayNotReady;
import io.postern.gateway.operation.JournalAhead;
import io.postern.gateway.operation.NoSuchBulk;
import io.postern.gateway.operation.NoSuchMessage;
import io.postern.gateway.operation.TargetFailed;
import io.postern.gateway.secret.SecretRefused;
import io.postern.gateway.secret.SecretsUnavailable;
import io.postern.gateway.selftest.SelfTestUnderWay;
import io.postern.gateway.settings.NoSuchRevision;
import io.postern.gateway.settings.SettingsChanged;
import io.postern.gateway.settings.SettingsRefused;
import io.postern.gateway.spool.SpoolUnavailable;
import io.postern.gateway.update.NotAnImage;
import io.postern.gateway.update.UploadRefused;
import io.postern.gateway.web.access.Login;
import io.postern.gateway.web.http.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Turns whatever a resource raises into a problem document. */
public class Problems implements ExceptionMapper<Throwable> {

  private static final Logger LOG = System.getLogger("io.postern.gateway.web.api");

  @Override
  public Response toResponse(Throwable raised) {
    return answer(of(raised));
  }

  static Problem of(Throwable raised) {
    return switch (raised) {
      case Refused refused -> refused.problem();
      case GatewayNotReady e -> new Problem(503, "not-ready", message(e));
      case SpoolUnavailable e -> new Problem(503, "not-ready", message(e));
      case NoSuchExtension e -> new Problem(404, "no-such-extension", message(e));
      case ArchiveRefused e -> new Problem(422, "archive-refused", message(e));
      case ExtensionNotDeployed e -> new Problem(422, "archive-refused", message(e));
      case NoSuchMessage e -> new Problem(404, "no-such-message", message(e));
      case NotKept e when e.kind() == NotKept.Kind.UNKNOWN ->
          new Problem(404, "no-such-message", message(e));
      case NotKept e -> new Problem(409, "not-kept", message(e));
      case NoSuchBulk e -> new Problem(404, "no-such-bulk", message(e));
      case JournalAhead e -> new Problem(409, "journal-ahead", message(e));
      case BulkUnderWay e -> new Problem(409, "busy", message(e));
      case SelfTestUnderWay e -> new Problem(409, "busy", message(e));
      case NoSuchRevision e -> new Problem(404, "no-such-revision", message(e));
      case SettingsChanged e -> new Problem(409, "changed-meanwhile", message(e));
      case SettingsRefused e ->
          new Problem(422, "settings-wrong", summary(e), Map.of(), Map.of("problems", e.found()));
      case NoSuchTarget e -> new Problem(404, "no-such-export", message(e));
      case ExportRefused e -> new Problem(409, "export-refused", message(e));
      case TargetFailed e -> new Problem(422, "export-failed", message(e));
      case SecretRefused e -> new Problem(422, "secret-refused", message(e));
      case SecretsUnavailable e -> new Problem(503, "not-ready", message(e));
      case UserRefused e -> new Problem(422, "password-refused", message(e));
      case NotAnImage e -> new Problem(409, "no-slots", message(e));
      case UploadRefused e ->
          switch (e.kind()) {
            case BUSY -> new Problem(409, "busy", message(e));
            case TOO_LARGE -> new Problem(413, "update-not-taken", message(e));
            case EMPTY, NOT_KEPT -> new Problem(422, "update-not-taken", message(e));
          };
      case WebApplicationException e when e.getResponse().getStatus() < 500 ->
          Problem.of(e.getResponse().getStatus(), detail(e.getResponse().getStatus()));
      default -> {
        LOG.log(Level.ERROR, "api: a request failed; answered 500", raised);
        yield Problem.of(500, "The request failed; see the gateway's log");
      }
    };
  }

  static Response answer(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.json());
    problem.fields().forEach(response::header);
    return response.build();
  }

  static Problem of(Login login) {
    return switch (login) {
      case Login.Refused refused -> Problem.of(401, "User or password is wrong");
      case Login.TooSoon tooSoon ->
          new Problem(
              429,
              "too-soon",
              "Too many wrong passwords; try again in " + tooSoon.seconds() + " seconds",
              Map.of("Retry-After", String.valueOf(tooSoon.seconds())));
      case Login.Unavailable unavailable ->
          new Problem(503, "not-ready", "The gateway is starting or stopping");
      case Login.Welcome welcome -> throw new IllegalArgumentException("a welcome is no problem");
    };
  }

  private static String message(RuntimeException e) {
    return e.getMessage() == null ? "" : e.getMessage();
  }

  private static String summary(SettingsRefused refused) {
    return (refused.found().size() == 1
            ? "The settings have a mistake"
            : "The settings have mistakes")
        + "; nothing was changed";
  }

  private static String detail(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this address";
      case 405 -> "This address does not take this method";
      case 406 -> "This cannot be given in the format asked for";
      case 415 -> "This address does not take this format";
      default -> "The request was refused";
    };
  }

  /** Ends a request with a problem. */
  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Refused(Problem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }
}
