package io.postern.gateway.web.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ErrorPageTest {

  private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

  @Test
  void browserAtAnUnknownAddress_getsAPage_andTheRestInterfaceAlwaysAnswersInJson() {
    assertTrue(ErrorPage.acceptsPages("/queue", BROWSER));
    assertFalse(ErrorPage.acceptsPages("/queue", "*/*"));
    assertFalse(ErrorPage.acceptsPages("/queue", null));
    assertFalse(ErrorPage.acceptsPages("/api/v1/nothing", BROWSER));
  }
}
