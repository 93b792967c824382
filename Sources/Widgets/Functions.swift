// Called natively: the same functions as the web edition's pages call, to compare the numbers. The
// pages' code is compiled without this file.

/// A function of a widget, as `@_cdecl` exports it under this name.
public struct WidgetFunction: Sendable {
  public let name: String
  public let run: @Sendable ([Double]) -> [Double]

  public static let all = [
    WidgetFunction(name: "rnn_states", run: rnnStates),
    WidgetFunction(name: "rnn_weights", run: rnnWeights),
    WidgetFunction(name: "vanishing_curves", run: vanishingCurves),
    WidgetFunction(name: "gates_run", run: gatesRun),
    WidgetFunction(name: "gradient_check", run: gradientCheck),
    WidgetFunction(name: "gradient_check_names", run: gradientCheckNames),
    WidgetFunction(name: "adding_begin", run: addingBegin),
    WidgetFunction(name: "adding_train", run: addingTrain),
    WidgetFunction(name: "adding_example", run: addingExample),
    WidgetFunction(name: "language_load", run: languageLoad),
    WidgetFunction(name: "language_begin", run: languageBegin),
    WidgetFunction(name: "language_chances", run: languageChances),
    WidgetFunction(name: "language_next", run: languageNext),
    WidgetFunction(name: "words_names", run: wordsNames),
    WidgetFunction(name: "words_classes", run: wordsClasses),
    WidgetFunction(name: "words_begin", run: wordsBegin),
    WidgetFunction(name: "words_learn", run: wordsLearn),
    WidgetFunction(name: "words_map", run: wordsMap),
    WidgetFunction(name: "words_near", run: wordsNear),
    WidgetFunction(name: "words_analogy", run: wordsAnalogy),
    WidgetFunction(name: "padding_words", run: paddingWords),
    WidgetFunction(name: "padding_load", run: paddingLoad),
    WidgetFunction(name: "padding_read", run: paddingRead),
    WidgetFunction(name: "overfitting_begin", run: overfittingBegin),
    WidgetFunction(name: "overfitting_train", run: overfittingTrain),
    WidgetFunction(name: "overfitting_sentence", run: overfittingSentence),
    WidgetFunction(name: "cousins_load", run: cousinsLoad),
    WidgetFunction(name: "cousins_run", run: cousinsRun),
    WidgetFunction(name: "cousins_longest", run: cousinsLongest),
    WidgetFunction(name: "opinions_words", run: opinionsWords),
    WidgetFunction(name: "opinions_load", run: opinionsLoad),
    WidgetFunction(name: "opinions_read", run: opinionsRead),
    WidgetFunction(name: "opinions_follow", run: opinionsFollow),
    WidgetFunction(name: "names_load", run: namesLoad),
    WidgetFunction(name: "names_chain", run: namesChain),
    WidgetFunction(name: "names_read", run: namesRead),
    WidgetFunction(name: "translation_load", run: translationLoad),
    WidgetFunction(name: "translation_words", run: translationWords),
    WidgetFunction(name: "translation_write", run: translationWrite),
    WidgetFunction(name: "forecast_load", run: forecastLoad),
    WidgetFunction(name: "forecast_example", run: forecastExample),
    WidgetFunction(name: "forecast_run", run: forecastRun),
  ]
}
