package io.postern.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.logging.LoggedEvent;
import io.postern.mail.Envelope;
import io.postern.mail.HeaderSection;
import io.postern.mail.Message;
import io.postern.mail.MimePart;
import io.postern.mail.MutableEnvelope;
import io.postern.mail.MutableHeaderSection;
import io.postern.mail.MutableMessage;
import io.postern.mail.MutableMimePart;
import io.postern.manipulation.MessageBeforeSpool;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an extension may do at a stage follows from the types of its event. */
class EventTypesTest {

  private static final List<Class<?>> BEFORE_MAIL =
      List.of(ClientConnected.class, ClientGreeted.class);
  private static final List<Class<?>> FROM_MAIL_ON =
      List.of(
          SenderGiven.class,
          RecipientGiven.class,
          RecipientsComplete.class,
          MessageReceived.class,
          MessageBeforeSpool.class);

  private static final Pattern CHANGING = Pattern.compile("add.*|append.*|prepend.*|attach|re.*");

  @Test
  void everyStage_hasASessionAndTakesAVerdict() {
    for (Class<?> event : BEFORE_MAIL) {
      assertTrue(ValidationEvent.class.isAssignableFrom(event), event.getName());
    }
    for (Class<?> event : FROM_MAIL_ON) {
      assertTrue(CalloutEvent.class.isAssignableFrom(event), event.getName());
      assertEquals(
          event != MessageBeforeSpool.class, ValidationEvent.class.isAssignableFrom(event));
    }
  }

  @Test
  void stagesFromMailOn_haveATransaction_thoseBeforeHaveNone() {
    for (Class<?> event : FROM_MAIL_ON) {
      assertTrue(TransactionEvent.class.isAssignableFrom(event), event.getName());
    }
    for (Class<?> event : BEFORE_MAIL) {
      assertFalse(TransactionEvent.class.isAssignableFrom(event), event.getName());
    }
  }

  @Test
  void stagesWithTheWholeMessage_areOfOneType() throws Exception {
    for (Class<?> event : List.of(MessageReceived.class, MessageBeforeSpool.class)) {
      assertTrue(MessageEvent.class.isAssignableFrom(event), event.getName());
      assertEquals(MutableMessage.class, event.getMethod("message").getReturnType());
      assertEquals(MutableEnvelope.class, event.getMethod("envelope").getReturnType());
    }
    assertEquals(Envelope.class, RecipientGiven.class.getMethod("envelope").getReturnType());
  }

  @Test
  void typesForReading_haveNoMethodThatChanges() {
    for (Class<?> type : List.of(Message.class, MimePart.class, HeaderSection.class)) {
      assertEquals(Set.of(), changing(type), type.getName());
    }
    assertEquals(Set.of("attach", "replaceBody"), changing(MutableMessage.class));
    assertEquals(
        Set.of("addPart", "appendText", "prependText", "remove", "replaceBody", "replaceText"),
        changing(MutableMimePart.class));
    assertEquals(
        Set.of("add", "addFirst", "remove", "replace"), changing(MutableHeaderSection.class));
  }

  @Test
  void loggingEvents_offerNothingToChange() {
    assertEquals(
        Set.of(),
        changing(LoggedEvent.class).stream()
            .filter(name -> !name.equals("reversePath"))
            .collect(Collectors.toSet()));
    assertFalse(CalloutEvent.class.isAssignableFrom(LoggedEvent.class));
  }

  private static Set<String> changing(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .map(Method::getName)
        .filter(name -> CHANGING.matcher(name).matches())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
