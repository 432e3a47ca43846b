package io.postern.gateway.web.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What the container answers by itself, without its own page, which names the server and may show a
 * stack.
 */
public final class ErrorPage extends HttpServlet {

  private static final long serialVersionUID = 1L;

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
      Problem.of(status, detail).write(response);
    } catch (IOException e) {
      // The client has gone, which is often why there is an error to answer.
      return;
    }
  }
}
