/// A short text of a language, from which ``LanguageGuesser`` learns what the language looks like.
public struct LanguageSample: Sendable {
  /// The name of the language, such as its two-letter code in ISO 639: `en`.
  public let language: String
  /// The text.
  public let text: String

  /// Creates a sample. A few hundred words are enough to tell a language from others.
  public init(_ language: String, _ text: String) { (self.language, self.text) = (language, text) }

  /// Samples of English, French, German, Spanish and Italian, written for this project.
  public static let builtIn = [
    LanguageSample(
      "en",
      """
      The morning was cold, and nobody wanted to be the first to leave the house. When the old bridge came into view, we
      saw that the water had risen during the night. "You should have told me about this before," she said, but there was
      nothing that anyone could have done. He had worked in the same office for more than twenty years, and he knew every
      person who came through its door. Which of these books would you like to read? They are all about the history of
      the town, except for this one, which is about birds. Most people think that it is easy to learn how to cook, yet
      only a few of them try something new every week. If you want to change the settings, open the menu at the top and
      choose the second entry. The price of bread has gone up again, because the weather was dry and the harvest was
      small. After the meeting, some of us walked home through the park; others took the bus. I don't know what it means,
      and I'm not sure whether we'll ever find out. Children under the age of six can travel without a ticket, although
      they must be with an adult. Water boils at a lower temperature on a high mountain than it does near the sea. It
      is not often that a letter arrives here, so everyone looked up from their work. The government said on Thursday
      that it would publish the results of its research next month. Please write your name and address on the form, and
      give it back to us before the end of the day. Our new products are available now in shops throughout the country.
      """),
    LanguageSample(
      "fr",
      """
      Le matin était froid et personne ne voulait sortir le premier de la maison. Quand le vieux pont apparut, nous avons
      vu que l'eau était montée pendant la nuit. « Tu aurais dû m'en parler avant », dit-elle, mais il n'y avait rien que
      l'on aurait pu faire. Il travaillait dans le même bureau depuis plus de vingt ans, et il connaissait toutes les
      personnes qui passaient la porte. Lequel de ces livres voudriez-vous lire ? Ils parlent tous de l'histoire de la
      ville, sauf celui-ci, qui est consacré aux oiseaux. La plupart des gens pensent qu'il est facile d'apprendre à faire
      la cuisine, mais peu d'entre eux essaient quelque chose de nouveau chaque semaine. Si vous souhaitez changer les
      réglages, ouvrez le menu en haut de la page et choisissez la deuxième ligne. Le prix du pain a encore augmenté,
      parce que le temps a été sec et que la récolte a été mauvaise. Après la réunion, certains sont rentrés à pied par le
      parc ; les autres ont pris le bus. Je ne sais pas ce que cela veut dire, et je ne suis pas sûr que nous le sachions
      un jour. Les enfants de moins de six ans peuvent voyager sans billet, mais ils doivent être accompagnés d'un adulte.
      En montagne, l'eau bout à une température plus basse qu'au bord de la mer. Il est rare qu'une lettre arrive ici, et
      tout le monde leva les yeux de son travail. Le gouvernement a déclaré jeudi qu'il publierait les résultats de ses
      recherches le mois prochain. Veuillez écrire votre nom et votre adresse sur cette feuille, et nous la rendre avant
      la fin de la journée. Nos nouveaux produits sont maintenant disponibles dans tous les magasins du pays.
      """),
    LanguageSample(
      "de",
      """
      Der Morgen war kalt, und niemand wollte als Erster das Haus verlassen. Als die alte Brücke in Sicht kam, sahen wir,
      dass das Wasser in der Nacht gestiegen war. „Das hättest du mir früher sagen sollen“, meinte sie, aber es gab nichts,
      was man hätte tun können. Er arbeitete seit mehr als zwanzig Jahren im selben Büro und kannte jeden Menschen, der
      durch die Tür kam. Welches von diesen Büchern möchten Sie lesen? Sie handeln alle von der Geschichte der Stadt, außer
      diesem hier, in dem es um Vögel geht. Die meisten Leute glauben, dass man leicht kochen lernen kann, doch nur wenige
      von ihnen versuchen jede Woche etwas Neues. Wenn Sie die Einstellungen ändern wollen, öffnen Sie oben das Menü und
      wählen Sie den zweiten Eintrag. Der Preis für Brot ist wieder gestiegen, weil das Wetter trocken und die Ernte
      schlecht war. Nach der Sitzung gingen einige von uns durch den Park nach Hause, die anderen nahmen den Bus. Ich weiß
      nicht, was das bedeutet, und ich bin nicht sicher, ob wir es jemals erfahren werden. Kinder unter sechs Jahren dürfen
      ohne Fahrkarte reisen, müssen aber von einem Erwachsenen begleitet werden. Auf einem hohen Berg kocht das Wasser bei
      einer niedrigeren Temperatur als am Meer. Es kommt nicht oft vor, dass hier ein Brief ankommt, und alle blickten von
      ihrer Arbeit auf. Die Regierung erklärte am Donnerstag, sie werde die Ergebnisse ihrer Forschung im nächsten Monat
      veröffentlichen. Bitte schreiben Sie Ihren Namen und Ihre Adresse auf das Blatt und geben Sie es uns noch heute
      zurück. Unsere neuen Produkte sind ab sofort in allen Geschäften des Landes erhältlich.
      """),
    LanguageSample(
      "es",
      """
      La mañana era fría y nadie quería ser el primero en salir de la casa. Cuando apareció el viejo puente, vimos que el
      agua había subido durante la noche. «Tendrías que habérmelo dicho antes», dijo ella, pero no había nada que se
      pudiera hacer. Llevaba más de veinte años trabajando en la misma oficina y conocía a todas las personas que entraban
      por la puerta. ¿Cuál de estos libros le gustaría leer? Todos hablan de la historia de la ciudad, menos este, que trata
      de los pájaros. La mayoría de la gente piensa que es fácil aprender a cocinar, aunque muy pocos prueban algo nuevo
      cada semana. Si desea cambiar la configuración, abra el menú de arriba y elija la segunda opción. El precio del pan ha
      vuelto a subir, porque el tiempo ha sido seco y la cosecha ha sido mala. Después de la reunión, algunos volvimos a
      casa andando por el parque; los demás tomaron el autobús. No sé lo que significa, y no estoy seguro de que lleguemos a
      saberlo algún día. Los niños menores de seis años pueden viajar sin billete, pero deben ir con un adulto. En una
      montaña alta, el agua hierve a una temperatura más baja que junto al mar. El gobierno declaró el jueves que publicará
      los resultados de su investigación el mes que viene. Por favor, escriba su nombre y su dirección en esta hoja, y
      devuélvanosla antes de que termine el día. Nuestros nuevos productos ya están disponibles en las tiendas del país.
      """),
    LanguageSample(
      "it",
      """
      La mattina era fredda e nessuno voleva uscire per primo dalla casa. Quando apparve il vecchio ponte, vedemmo che
      l'acqua era salita durante la notte. «Avresti dovuto dirmelo prima», disse lei, ma non c'era nulla che si potesse
      fare. Lavorava nello stesso ufficio da più di vent'anni e conosceva tutte le persone che passavano per la porta. Quale
      di questi libri vorrebbe leggere? Parlano tutti della storia della città, tranne questo, che è dedicato agli uccelli.
      La maggior parte della gente pensa che sia facile imparare a cucinare, ma pochi provano qualcosa di nuovo ogni
      settimana. Se desiderate cambiare le impostazioni, aprite il menu in alto e scegliete la seconda voce. Il prezzo del
      pane è aumentato ancora, perché il tempo è stato secco e il raccolto è stato scarso. Dopo la riunione alcuni di noi
      sono tornati a casa a piedi attraverso il parco; gli altri hanno preso l'autobus. Non so che cosa significhi, e non
      sono sicuro che lo sapremo mai. I bambini sotto i sei anni possono viaggiare senza biglietto, ma devono essere
      accompagnati da un adulto. Su una montagna alta l'acqua bolle a una temperatura più bassa che vicino al mare. Giovedì
      il governo ha dichiarato che pubblicherà i risultati delle sue ricerche il mese prossimo. Scrivete il vostro nome e il
      vostro indirizzo su questo foglio, e restituitelo prima della fine della giornata. I nostri nuovi prodotti sono
      ora disponibili in tutti i negozi del paese.
      """),
  ]
}
