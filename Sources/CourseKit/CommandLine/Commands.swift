/// Every command of `course`, in the order of its help.
public enum Commands {
  public static let all: [Command] =
    learning + models + [.demo] + demos + [.grade] + maintaining

  /// The reader's loop.
  private static let learning: [Command] = [
    .dashboard, .read, .check, .watch, .play, .hint, .solution, .reset,
  ]

  /// Training a language model and writing with it.
  private static let models: [Command] = [.train, .generate, .evaluate, .bench]

  /// The short stories that `course demo` tells, each a command of its own, in their order.
  static let demos: [Command] = DemoScene.story.map(\.command)

  /// For those who maintain the course.
  private static let maintaining: [Command] = [
    .devRelease, .devLint, .devMutants, .devFigures, .devAdding, .devLanguageModel, .devPeers,
    .devTrain, .devYardsticks, .devGrowth, .devWeave, .devSolve, .devBook, .devWasm,
    .devWidgetNumbers, .devWidgetModel,
  ]
}
