package io.postern.gateway.settings;

import com.google.common.net.InetAddresses;
import io.postern.text.Shown;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Reads where a webhook is. */
final class WebhookUrl {

  private static final int LONGEST = 1_000;

  private WebhookUrl() {}

  /**
   * An absolute URL of https, or of http on this machine, without user and fragment.
   *
   * @param allowHttp whether http may go anywhere
   */
  static URI parse(String text, boolean allowHttp) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      throw new WrongValue(
          Shown.of(text) + " is not a URL (such as https://siem.example.com/mail)");
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (text.length() > LONGEST
        || url.getHost() == null
        || url.getFragment() != null
        || !Shown.isPrintableAscii(text)
        || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new WrongValue(
          Shown.of(text.replaceAll("//[^/@]*@", "//...@"))
              + " is not a URL of https (such as https://siem.example.com/mail)");
    }
    if (url.getUserInfo() != null) {
      throw new WrongValue("holds a user; a webhook is signed by its secret");
    }
    if (scheme.equals("http") && !allowHttp && !isLoopback(url.getHost())) {
      throw new WrongValue(
          "is http to another machine, which shows events to everybody on the way; write https, or"
              + " allowHttp: true");
    }
    return url;
  }

  private static boolean isLoopback(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return bare.equals("localhost")
        || (InetAddresses.isInetAddress(bare) && address(bare).isLoopbackAddress());
  }

  private static InetAddress address(String literal) {
    return InetAddresses.forString(literal);
  }
}
