import Course

/// What the LSTM of chapter 08 wrote: the model of 128 units whose losses are `Chapter08Data.lstm`,
/// trained on tinyshakespeare.txt, which is not part of the package. To have it write again:
///
///     swift run -c release course dev language-model lstm tinyshakespeare.txt
enum Chapter08Texts {
  // REGION wrote
  /// What the LSTM wrote after eight epochs.
  static let wrote = """
    The wish the dear to the true. The state it so
    done have the head thee of the queen;
    The proud and on thy store and honour with his son
    As hard the sentern should she hath not the sun
    With soul and field and please me all the steed.

    LEONTES:
    The brother and the strong, and fair so
    """
  // END REGION wrote

  // REGION greedy
  /// What it wrote greedily after `The `, as far as the page shows it.
  static let greedy = """
    shall be so
    the death of the procled the stands to the death,
    And the stand and the stand and the stands to the death,
    And the stand and the stand and the stands to the death,
    And the stand and the stand and the stands to the death,
    """
  // END REGION greedy

  // REGION moods
  /// What it wrote after a line end, each with seed 1.
  static let moods = """
    temperature 0.2
        Where is the court to the son, and the princes,
        The hand to the content of the prosperous
        And the consent to the content to the death,
    temperature 0.8
        The distand, and first the loving a farensward
        Wherefore thou chamgate and mov'd him he doth may
        In the queen royal hand, not Dikise of the
    temperature 1.5
        Vucdoss Wall'd givisence: whact'd his
        poir a can? of Plocendy.
        Govely; mastar!--our! geed, ande, how is Quit tryw,
    top-5, temperature 1
        The here, but not since to my son,
        And trid the head, both hourded and we shought, I
        are to my house it be setse and her, ther
    nucleus of 0.9, temperature 1
        The distand, and with your gold, which on the cold all.
        Boy'd father, the sun; and before they have treak
        Be now and many of this restents,
    """
  // END REGION moods
}
