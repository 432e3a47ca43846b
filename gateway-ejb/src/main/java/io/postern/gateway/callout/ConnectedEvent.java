package io.postern.gateway.callout;

import io.postern.text.Shown;
import io.postern.validation.ClientConnected;

/** {@link CalloutStage#CLIENT_CONNECTED}; the subject is the banner. */
final class ConnectedEvent extends StageEvent<String> implements ClientConnected {

  private static final int LONGEST_BANNER = 200;

  private String banner;

  ConnectedEvent(CallContext context, String banner) {
    super(context);
    this.banner = banner;
  }

  @Override
  public String banner() {
    lease.check();
    return banner;
  }

  @Override
  public void banner(String text) {
    lease.check();
    if (text.length() > LONGEST_BANNER || !Shown.isPrintableAscii(text)) {
      throw new IllegalArgumentException(
          "a banner is printable US-ASCII of at most 200 octets: " + Shown.of(text, 300));
    }
    banner = text;
  }

  @Override
  String subject() {
    return banner;
  }
}
