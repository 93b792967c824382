import Course
import Text

/// A flag of `course train` and the field of the configuration that it sets.
struct TrainingSetting: Sendable {
  let flag: Flag
  /// Reads the flag's value where it was given.
  let read: @Sendable (ParsedArguments, inout ConfigurationFlags) throws -> Void
  /// The field's value as the flag would have it; nil where it is left out.
  let text: @Sendable (TrainingConfiguration) -> String?

  init<Value>(
    _ call: String, _ help: String,
    _ field: WritableKeyPath<TrainingConfiguration, Value> & Sendable,
    _ value: @escaping @Sendable (ParsedArguments, String) throws -> Value?
  ) {
    let flag = Flag(call, help)
    self.flag = flag
    read = { if $0.has(flag.name) { $1[dynamicMember: field] = try value($0, flag.name) } }
    text = { "\($0[keyPath: field])" }
  }

  init(
    _ call: String, _ help: String, _ field: WritableKeyPath<TrainingConfiguration, Int> & Sendable,
    in range: ClosedRange<Int>
  ) {
    self.init(call, help, field) { try $0.integer($1, in: range) }
  }
}

extension TrainingSetting {
  /// A flag that may stay away.
  init(
    optional call: String, _ help: String,
    _ field: WritableKeyPath<TrainingConfiguration, Int?> & Sendable, in range: ClosedRange<Int>
  ) {
    let flag = Flag(call, help)
    self.flag = flag
    read = { if let value = try $0.integer(flag.name, in: range) { $1.set(field, to: value) } }
    text = { $0[keyPath: field].map { "\($0)" } }
  }
}

extension TrainingConfiguration {
  static let settings: [TrainingSetting] = [
    .init("--cell lstm|rnn", "the recurrent layer (default lstm)", \.cell) {
      Cell(rawValue: try $0.choice($1, default: "", of: ["lstm", "rnn"]))
    },
    .init("--hidden N", "units of each recurrent layer (default 128)", \.hidden, in: 1...4096),
    .init("--layers N", "recurrent layers, one above the other (default 1)", \.layers, in: 1...16),
    .init("--embedding N", "numbers for each symbol (default 64)", \.embedding, in: 1...4096),
    .init("--batch N", "stretches of text read side by side (default 32)", \.batch, in: 1...4096),
    .init(
      "--length N", "steps that the gradient flows back (default 64)", \.length, in: 1...65_536),
    .init(
      "--epochs N", "times through the text (default: a minute or two of them)", \.epochs,
      in: 1...1_000_000),
    .init(
      "--learning-rate R", "Adam's first step size, which falls with time (default 0.01)",
      \.learningRate
    ) { try $0.number($1, default: 0, above: 0, atMost: 10) },
    .init("--clip R", "the largest norm of a gradient (default 1)", \.clip) {
      try $0.number($1, default: 0, above: 0)
    },
    .init(
      "--validation F", "the fraction of the text, its end, to measure on (default 0.1)",
      \.validation
    ) { try $0.number($1, default: 0, in: 0...0.9) },
    .init("--seed N", "of the first weights and the samples (default 1)", \.seed, in: 0...Int.max),
    .init(
      optional: "--vocabulary N",
      "the N most frequent symbols, all others being one (default: all characters, 20,000 words)",
      \.vocabulary, in: 1...1_000_000),
    .init("--unit character|word", "what is predicted (default character)", \.unit) {
      TextUnit(rawValue: try $0.choice($1, default: "", of: ["character", "word"]))
    },
  ]

  /// What no flag could have given, found in a file: a sentence, or nil.
  var problem: String? {
    var flags = ConfigurationFlags()
    for setting in Self.settings {
      let name = setting.flag.name
      guard let text = setting.text(self) else { continue }
      let words = ["\(name)=\(text)"]
      if (try? setting.read(ParsedArguments(words, for: .train), &flags)) == nil {
        return "\(name.dropFirst(2).replacing("-", with: " ")) is \(text)"
      }
    }
    return nil
  }

  /// The flags that decide what a model is, and not how it learns.
  private static let flagsOfModels: Set = [
    "--cell", "--hidden", "--layers", "--embedding", "--unit", "--vocabulary",
  ]

  /// The first flag in which this configuration is of another model; as `firstDifference`.
  func modelDifference(from old: TrainingConfiguration) -> (flag: String, values: String)? {
    firstDifference(from: old, among: Self.flagsOfModels)
  }

  /// The first flag in which this configuration differs from an old one, with both values as in
  /// `--hidden 8, not 16`; nil where they are equal.
  ///
  /// - Parameter ignoringEpochs: more epochs of the same training are not another training.
  func firstDifference(
    from old: TrainingConfiguration, ignoringEpochs: Bool = false, among names: Set<String>? = nil
  ) -> (flag: String, values: String)? {
    // The unit first: how many symbols there are, and with it the batch, depends on it.
    for setting in Self.settings.suffix(1) + Self.settings.dropLast()
    where names?.contains(setting.flag.name) ?? true {
      let (name, mine, other) = (setting.flag.name, setting.text(self), setting.text(old))
      if mine != other && !(ignoringEpochs && name == "--epochs") {
        let others = other.map { "\(name) \($0)" } ?? "no \(name)"
        return (name, others + ", not \(mine ?? "without it")")
      }
    }
    return nil
  }
}

/// What the flags of `course train` say about the configuration: nil where they say nothing.
@dynamicMemberLookup
package struct ConfigurationFlags {
  private var edits: [AnyKeyPath: (inout TrainingConfiguration) -> Void] = [:]

  package init() {}

  package subscript<Value>(
    dynamicMember field: WritableKeyPath<TrainingConfiguration, Value>
  ) -> Value? {
    get { edits[field] == nil ? nil : applied(to: .standard)[keyPath: field] }
    set { edits[field] = newValue.map { value in { $0[keyPath: field] = value } } }
  }

  /// Sets a field that may be nil otherwise.
  mutating func set<Value>(
    _ field: WritableKeyPath<TrainingConfiguration, Value?>, to value: Value
  ) {
    edits[field] = { $0[keyPath: field] = value }
  }

  /// These flags, and the model that they leave open as another configuration has it.
  func shaped(as old: TrainingConfiguration) -> ConfigurationFlags {
    var flags = self
    flags.cell = old.cell
    flags.hidden = old.hidden
    flags.layers = old.layers
    flags.embedding = old.embedding
    flags.unit = old.unit
    if let vocabulary = old.vocabulary { flags.set(\.vocabulary, to: vocabulary) }
    return flags
  }

  /// A configuration with these flags over another's values.
  package func applied(to base: TrainingConfiguration) -> TrainingConfiguration {
    edits.values.reduce(into: base) { $1(&$0) }
  }

  /// How many symbols a text has, of the unit that these flags ask for.
  package func symbolCount(of text: String) -> Int {
    applied(to: .standard).unit.symbols(of: text).count
  }
}
