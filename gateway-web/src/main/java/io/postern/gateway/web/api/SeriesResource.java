package io.postern.gateway.web.api;

import static io.postern.gateway.web.api.Roles.ADMINISTRATOR;
import static io.postern.gateway.web.api.Roles.AUDITOR;
import static io.postern.gateway.web.api.Roles.HELPDESK;
import static io.postern.gateway.web.api.Roles.OPERATOR;

import io.postern.gateway.operation.SeriesControl;
import io.postern.gateway.series.SeriesName;
import io.postern.gateway.series.SeriesPoints;
import io.postern.gateway.series.SeriesQuery;
import io.postern.gateway.web.http.Problem;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the gateway did over time. */
@Path("series")
@Produces(MediaType.APPLICATION_JSON)
public class SeriesResource {

  private static final Duration USUAL = Duration.ofHours(1);
  private static final int LONGEST = 512;

  private final SeriesControl control;

  @Inject
  public SeriesResource(SeriesControl control) {
    this.control = control;
  }

  /**
   * Series in steps; a step in which the gateway did not run has the value null.
   *
   * @param names separated by commas; all when empty
   * @param from RFC 3339; an hour before {@code until} when empty
   * @param until RFC 3339, not included; now when empty
   * @param step seconds: tens, of the last 24 hours; from 600 on multiples of 600, of the last 90
   *     days
   */
  @GET
  @RolesAllowed({ADMINISTRATOR, OPERATOR, AUDITOR, HELPDESK})
  @Operation(operationId = "series", summary = "Get what the gateway did over time")
  @APIResponse(responseCode = "200", description = "The series.")
  public SeriesPoints series(
      @Parameter(
              description =
                  "Separated by commas: accepted, delivered, deferred, failed, rejected,"
                      + " latency-p50, latency-p99, queue, disk. All when absent.",
              schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST))
          @QueryParam("names")
          @DefaultValue("")
          String names,
      @Parameter(
              description = "Rounded down to a step. An hour before until when absent.",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("from")
          @DefaultValue("")
          String from,
      @Parameter(
              description =
                  "Not included; steps that are not complete are left out. Now when absent.",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("until")
          @DefaultValue("")
          String until,
      @Parameter(
              description =
                  "Seconds: a multiple of 10, answered from the last 24 hours of this run; from"
                      + " 600 on a multiple of 600, answered from the last 90 days. At most 13,000"
                      + " steps.",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "10",
                      maximum = "7776000",
                      defaultValue = "10"))
          @QueryParam("step")
          @DefaultValue("10")
          String step) {
    return control.series(query(names, from, until, step, Instant.now()));
  }

  static SeriesQuery query(String names, String from, String until, String step, Instant now) {
    if (names.length() > LONGEST) {
      throw wrong("names has more than " + LONGEST + " characters");
    }
    List<SeriesName> chosen = new ArrayList<>();
    for (String word : names.isEmpty() ? SeriesName.words() : List.of(names.split(",", -1))) {
      chosen.add(
          SeriesName.of(word)
              .orElseThrow(
                  () -> wrong("names are some of " + String.join(", ", SeriesName.words()))));
    }
    Instant end = until.isEmpty() ? now : instant("until", until);
    try {
      return new SeriesQuery(
          chosen.stream().distinct().toList(),
          from.isEmpty() ? end.minus(USUAL) : instant("from", from),
          end,
          Duration.ofSeconds(Integer.parseInt(step)));
    } catch (NumberFormatException e) {
      throw wrong("step has to be a number of seconds");
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private static Instant instant(String name, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw wrong(name + " is a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }
}
