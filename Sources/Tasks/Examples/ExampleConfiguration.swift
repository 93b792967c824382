import Course

/// What the configurations of all tasks have in common that learn from examples, whatever those are.
package protocol ExampleConfiguration: TaskConfiguration {
  /// What an example is called: text, sentence.
  static var noun: String { get }
  var hidden: Int { get set }
  var dropout: Double { get set }
  var batch: Int { get set }
  var patience: Int? { get set }
  var learningRate: Double { get set }
  var clip: Double { get set }
  /// A share, or a file.
  var validation: String { get set }
  var seed: Int { get set }
  /// What suits so many examples where nothing is said.
  ///
  /// - Parameter asked: what is said, over what else is usual.
  static func suited(to count: Int, asked: Self) -> Self
}

extension ExampleConfiguration {
  package func learningRate(step: Int, of total: Int) -> Double { learningRate }

  /// The share of the examples that is held back; nil where there is a file.
  var validationShare: Double? { Double(validation) }

  /// The flags that they all have.
  ///
  /// - Parameters:
  ///   - rate: what the step size is where nothing is said.
  ///   - epochs: the same.
  ///   - share: of what a share is held back.
  ///   - others: what others to validate with are in.
  static func learningSettings(
    rate: String, epochs: String, share: String, others: String = "a file"
  ) -> [TrainingSetting<Self>] {
    let standard = Self()
    return [
      .init(
        "--dropout F", "the share that is dropped between layers (default \(standard.dropout))",
        \.dropout
      ) { try $0.number($1, default: 0, in: 0...0.95) },
      .init(
        "--batch N", "\(noun)s in each step (default: by the \(noun)s' number)", \.batch,
        in: 1...4096),
      .init(
        "--epochs N", "times through the \(noun)s, at most (default \(epochs))", \.epochs,
        in: 1...1_000_000),
      .init(
        optional: Flag(
          "--patience N",
          "epochs without a better one after which it ends; the best one's weights are kept (default "
            + "\(standard.patience ?? 0))"),
        \.patience, in: 1...1_000_000),
      .init("--learning-rate R", "Adam's step size (default \(rate))", \.learningRate) {
        try $0.number($1, default: 0, above: 0, atMost: 10)
      },
      .init("--clip R", "the largest norm of a gradient (default \(standard.clip))", \.clip) {
        try $0.number($1, default: 0, above: 0)
      },
      .init(
        "--validation F|FILE",
        "the share of \(share) to measure on, or \(others) (default \(standard.validation))",
        \.validation
      ) { arguments, name in
        let text = arguments.string(name) ?? ""
        if Double(text) != nil { _ = try arguments.number(name, default: 0, in: 0...0.9) }
        return text
      },
      .init(
        "--seed N", "of the first weights, the order and what is held back (default 1)", \.seed,
        in: 0...Int.max),
    ]
  }
}

extension SettingFlags where Configuration: ExampleConfiguration {
  /// A configuration with these flags and, where they say nothing, with what suits so many examples.
  func fitted(to count: Int) -> Configuration {
    applied(to: Configuration.suited(to: count, asked: applied(to: Configuration())))
  }
}
