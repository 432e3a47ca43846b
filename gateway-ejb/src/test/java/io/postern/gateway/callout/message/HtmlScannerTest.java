package io.postern.gateway.callout.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In each input {@code |} stands where the place is. */
class HtmlScannerTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<HTML><BODY>Hi|</BODY\n></HTML>",
        "<html>Hi|</html>",
        "<p>Hi</p>|",
        "|",
        "no markup < at > all|",
        "a|</b",
        "<p>x</p>|</body></html><!-- </body> -->",
        "<BODY ID=a><script>var s=\"</body>\";</script><p>Text</p>|</BODY ></HTML>\r\n<!-- </body> -->",
        "<html><body><p>Text</p>|</body></html><p>Added by another gateway</p>",
        "<body>a</body><body>b|</body>",
        "<body>a|</body><style>/* </body> */</style>",
        "<body>a|</body><textarea></body></textarea>",
        "<body>a|</body><title></body></title><iframe></body></iframe><xmp></body></xmp>",
        "<body>a|</body><noscript></body></noscript>",
        "<body>a|</body><template><p></body></template>",
        "<body>a|</body><template><template></template></body></template>",
        "<body>a|</body><select><option></body></select>",
        "<body>a|</body><a title=\"</body>\" alt='</body>' b = \"</body>\">x</a>",
        "<body>a|</body><a title=</body>x</a>",
        "<body>a|</body><!DOCTYPE </body><?xml </body>",
        "<body>a|</body><![CDATA[ </body>",
        "<body>a|</body><svg><![CDATA[ > </body> ]]></svg>",
        "<svg><style/></svg><body>a|</body>",
        "<body><svg></svg><![CDATA[ >a|</body>",
        "<body>a|</body><!-- ></body>--><!-- --!>",
        "<body>a</body><!-->|</body>-->",
        "<body><!-->a|</body>",
        "<body><!--->a|</body>",
        "<body><!-- --!>a|</body>",
        "<body><!-- -- >--->a|</body>",
        "<body><script><!--<script></script></body>--></script>a|</body>",
        "<body><script><!--</script>a|</body>",
        "<body><script><!--<script>--></script>a|</body>",
        "<body><script></scripts></body></script\t>a|</body>",
        "<body></bodyguard>a|</body>",
        "<p>Hi |<b",
        "<p>Hi |<b title=\"x>y</body>",
        "<p>Hi |<!-- </body>",
        "<p>Hi |<script></body>",
        "<p>Hi |<style></body><p>",
        "<p>Hi |<template></body>",
        "<p>Hi |<noscript></body>",
        "<p>Hi |<plaintext></body>",
        "<p>Hi |</body",
        "<p>Hi |<select><option>x<!--",
        "<p>Hi |<details><summary>s</summary></body>",
        "<p>Hi <svg><title>icon</svg>|<math></body>",
        "<p>Hi</p>|<svg><title>icon</title><p>there</body>",
        "<body><svg><title>icon</svg>Hi|</body>",
        "<body>Hi|</body><svg></body></svg>",
        "<body>a|</body><!-- "
      })
  void endOfBody_isWhereItIsShown(String marked) {
    assertEquals(marked, marked(marked, HtmlScanner.endOfBody(marked.replace("|", ""))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html><head><title><body></title></head><BODY bgcolor='>'>|Hi",
        "<html><head><style></head></style></head>|Hi",
        "\ufeff<!DOCTYPE html>\n<!-- <body> --><html lang=de>|<p>Hi",
        "|<p>Hi",
        "|Hi <b>there</b>",
        "\ufeff|Hi",
        "|",
        "<body>|<body>"
      })
  void startOfBody_isWhereItIsShown(String marked) {
    assertEquals(marked, marked(marked, HtmlScanner.startOfBody(marked.replace("|", ""))));
  }

  private static String marked(String marked, int place) {
    return new StringBuilder(marked.replace("|", "")).insert(place, '|').toString();
  }

  @Test
  @Timeout(60)
  void hostileMarkup_isReadInOnePass() {
    for (String endless :
        new String[] {"<!-- --", "</", "<![CDATA[", "<script>", "<svg>", "<a b=\"c "}) {
      String html = endless.repeat(2_000_000 / endless.length());
      int place = HtmlScanner.endOfBody(html);
      assertTrue(place == 0 || place == html.lastIndexOf("<a"), endless);
    }
    for (String passed : new String[] {"<", "<svg/>", "< ", "<!-- -->", "<b c=d e='f'>"}) {
      String html = passed.repeat(2_000_000 / passed.length());
      assertEquals(html.length(), HtmlScanner.endOfBody(html), passed);
    }
  }
}
