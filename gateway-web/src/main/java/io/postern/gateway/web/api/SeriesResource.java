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
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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
import java.util.OptionalLong;

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
  public String series(
      @QueryParam("names") @DefaultValue("") String names,
      @QueryParam("from") @DefaultValue("") String from,
      @QueryParam("until") @DefaultValue("") String until,
      @QueryParam("step") @DefaultValue("10") String step) {
    return json(control.series(query(names, from, until, step, Instant.now())));
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

  static String json(SeriesPoints points) {
    JsonArrayBuilder series = Json.createArrayBuilder();
    for (SeriesPoints.Line line : points.series()) {
      series.add(json(line));
    }
    return Json.createObjectBuilder()
        .add("from", points.from().toString())
        .add("step", points.step().toSeconds())
        .add("series", series)
        .build()
        .toString();
  }

  private static JsonObjectBuilder json(SeriesPoints.Line line) {
    JsonArrayBuilder values = Json.createArrayBuilder();
    for (OptionalLong value : line.values()) {
      if (value.isPresent()) {
        values.add(value.getAsLong());
      } else {
        values.addNull();
      }
    }
    return Json.createObjectBuilder()
        .add("name", line.name().word())
        .add("unit", line.name().unit())
        .add("values", values);
  }

  private static Problems.Refused wrong(String detail) {
    return new Problems.Refused(Problem.of(400, detail));
  }
}
