package io.postern.gateway.web.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the container answers by itself, without its own page, which names the server and may show a
 * stack.
 */
public final class ErrorPage extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** For people who follow a link or mistype an address; programs get a problem document. */
  private static final String NOT_FOUND =
      """
      <!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Page not found · Postern</title>
          <link rel="stylesheet" href="/postern.css">
        </head>
        <body>
          <main class="alone"><section class="missing">
            <h1>Page not found</h1>
            <p>There is no page at this address.</p>
            <p><a class="button primary" href="/">To the administration</a></p>
          </section></main>
        </body>
      </html>
      """;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    int status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : 404;
    String detail =
        switch (status) {
          case 401 -> "Please log in";
          case 404 -> "There is nothing at this address";
          default -> status < 500 ? "The request was refused" : "The request failed; see the log";
        };
    try {
      if (status == 404 && isForPeople(request)) {
        response.setStatus(status);
        response.setContentType("text/html;charset=UTF-8");
        response.getOutputStream().write(NOT_FOUND.getBytes(StandardCharsets.UTF_8));
      } else {
        Problem.of(status, detail).write(response);
      }
    } catch (IOException e) {
      // The client has gone, which is often why there is an error to answer.
      return;
    }
  }

  private static boolean isForPeople(HttpServletRequest request) {
    String uri =
        request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
            ? asked
            : request.getRequestURI();
    return acceptsPages(uri, request.getHeader("Accept"));
  }

  /** Whether an address outside the REST interface was asked for by a browser. */
  static boolean acceptsPages(String uri, @Nullable String accept) {
    return !uri.startsWith("/api/") && accept != null && accept.contains("text/html");
  }
}
