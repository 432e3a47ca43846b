package io.postern.tests;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An administrator at a gateway's administration, over the network. Trusts any certificate: the
 * appliance has made its own a minute ago, and nobody has read its fingerprint from the screen.
 */
final class ApplianceAdmin {

  /** The password that is chosen instead of the first one. */
  static final String CHOSEN = "chosen by a test 1";

  private final String address;
  private final String user;
  private final String firstPassword;
  private final SSLContext tls = TrustsAll.context();
  private @Nullable String cookie;

  ApplianceAdmin(int port, String user, String firstPassword) {
    this.address = "https://127.0.0.1:" + port + "/";
    this.user = user;
    this.firstPassword = firstPassword;
  }

  /** The first page, as a browser gets it. */
  String page() throws IOException {
    return read(open("GET", ""));
  }

  /** Signs in with the password of the console and chooses another, which must be done first. */
  void signInAndChoosePassword() throws IOException {
    signIn(firstPassword);
    HttpsURLConnection change = open("PUT", "api/v1/password");
    send(change, json("present", firstPassword, "wanted", CHOSEN));
    takeCookie(change);
  }

  /** Signs in with the password that was chosen. */
  void signInAgain() throws IOException {
    signIn(CHOSEN);
  }

  private void signIn(String password) throws IOException {
    HttpsURLConnection login = open("POST", "api/v1/session");
    send(login, json("user", user, "password", password));
    takeCookie(login);
  }

  private static byte[] json(String one, String first, String other, String second) {
    return Json.createObjectBuilder()
        .add(one, first)
        .add(other, second)
        .build()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpsURLConnection to, byte[] body) throws IOException {
    to.setRequestProperty("Content-Type", "application/json");
    to.setDoOutput(true);
    to.getOutputStream().write(body);
    read(to);
  }

  private void takeCookie(HttpsURLConnection from) {
    String given = from.getHeaderField("Set-Cookie");
    if (given == null) {
      throw new IllegalStateException("no session cookie");
    }
    cookie = given.substring(0, given.indexOf(';'));
  }

  /** Hands an update over; what becomes of it is for {@link #lastOutcome} to tell. */
  void upload(Path archive) throws IOException {
    // The appliance may have been restarted since, which ends sessions that are not written down.
    signInAgain();
    HttpsURLConnection upload = open("POST", "api/v1/update?again=true&downgrade=true");
    upload.setRequestProperty("Content-Type", "application/octet-stream");
    upload.setDoOutput(true);
    upload.setFixedLengthStreamingMode(Files.size(archive));
    Files.copy(archive, upload.getOutputStream());
    read(upload);
  }

  /** The slot whose system runs. */
  String runningSlot() throws IOException {
    return slot("running");
  }

  /** The slot that is booted from now on; empty when none is told. */
  String confirmedSlot() throws IOException {
    return slot("confirmed");
  }

  private String slot(String state) throws IOException {
    return update().getJsonArray("slots").getValuesAs(JsonObject.class).stream()
        .filter(slot -> slot.getString("state").contains(state))
        .map(slot -> slot.getString("name"))
        .findFirst()
        .orElse("");
  }

  /** What happened last to an update: {@code refused}, {@code applied}, {@code returned} ... */
  String lastOutcome() throws IOException {
    JsonObject last = update().getJsonObject("last");
    return last == null ? "" : last.getString("event");
  }

  private JsonObject update() throws IOException {
    HttpsURLConnection asked = open("GET", "api/v1/update");
    // A sign-in costs a hash made to be slow, and a restart has ended the session.
    if (asked.getResponseCode() == 401) {
      signInAgain();
      asked = open("GET", "api/v1/update");
    }
    try (var reader =
        Json.createReader(new ByteArrayInputStream(read(asked).getBytes(StandardCharsets.UTF_8)))) {
      return reader.readObject();
    }
  }

  private HttpsURLConnection open(String method, String path) throws IOException {
    URLConnection opened = URI.create(address + path).toURL().openConnection();
    HttpsURLConnection connection = (HttpsURLConnection) opened;
    connection.setSSLSocketFactory(tls.getSocketFactory());
    connection.setHostnameVerifier((name, session) -> true);
    connection.setConnectTimeout(20_000);
    connection.setReadTimeout(180_000);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Postern-Request", "1");
    if (cookie != null) {
      connection.setRequestProperty("Cookie", cookie);
    }
    return connection;
  }

  private static String read(HttpsURLConnection from) throws IOException {
    int status = from.getResponseCode();
    try (InputStream in = status < 400 ? from.getInputStream() : from.getErrorStream()) {
      String body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (status >= 400) {
        throw new IOException(from.getURL() + " answered " + status + ": " + body);
      }
      return body;
    }
  }
}
