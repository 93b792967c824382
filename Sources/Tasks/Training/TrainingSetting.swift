import Course

/// Everything that decides what a training of one task ends with, besides what it learns from. It is
/// saved with the model: two trainings with equal configurations on one text end with equal weights.
package protocol TaskConfiguration: Codable, Equatable, Sendable {
  /// Where nothing is said.
  init()
  /// The flags that set it. First of all differences the last flag's is told.
  static var settings: [TrainingSetting<Self>] { get }
  /// The flags that decide what a model is, and not how it learns.
  static var flagsOfModels: Set<String> { get }
  /// The command that has the flags.
  static var command: Command { get }
  var epochs: Int { get set }
  /// Epochs without a better one after which the training ends; nil where it does not.
  var patience: Int? { get }
  /// The optimiser's step size at one step of a training.
  func learningRate(step: Int, of total: Int) -> Double
  var learningRate: Double { get }
}

extension TaskConfiguration {
  package var patience: Int? { nil }
}

/// A flag of `course train` and the field of the configuration that it sets.
package struct TrainingSetting<Configuration: TaskConfiguration>: Sendable {
  let flag: Flag
  /// Reads the flag's value where it was given.
  let read: @Sendable (ParsedArguments, inout SettingFlags<Configuration>) throws -> Void
  /// Has the flags say what a configuration says.
  let copy: @Sendable (Configuration, inout SettingFlags<Configuration>) -> Void
  /// The field's value as the flag would have it; nil where it is left out.
  let text: @Sendable (Configuration) -> String?

  init<Value>(
    _ call: String, _ help: String,
    _ field: WritableKeyPath<Configuration, Value> & Sendable,
    _ value: @escaping @Sendable (ParsedArguments, String) throws -> Value?
  ) {
    let flag = Flag(call, help)
    self.flag = flag
    read = { if $0.has(flag.name) { $1[dynamicMember: field] = try value($0, flag.name) } }
    copy = { $1[dynamicMember: field] = $0[keyPath: field] }
    text = { "\($0[keyPath: field])" }
  }

  init(
    _ call: String, _ help: String, _ field: WritableKeyPath<Configuration, Int> & Sendable,
    in range: ClosedRange<Int>
  ) {
    self.init(call, help, field) { try $0.integer($1, in: range) }
  }

  /// One of a few words.
  init<Value: CaseIterable & RawRepresentable<String> & Sendable>(
    _ call: String, _ help: String, _ field: WritableKeyPath<Configuration, Value> & Sendable
  ) {
    self.init(call, help, field) { arguments, name in
      let words = Value.allCases.map(\.rawValue)
      return Value(rawValue: try arguments.choice(name, default: "", of: words))
    }
  }

  /// A flag that may stay away.
  init<Value>(
    optional flag: Flag, _ field: WritableKeyPath<Configuration, Value?> & Sendable,
    _ value: @escaping @Sendable (ParsedArguments, String) throws -> Value?
  ) {
    self.flag = flag
    read = {
      if $0.has(flag.name), let value = try value($0, flag.name) { $1.set(field, to: value) }
    }
    copy = { if let value = $0[keyPath: field] { $1.set(field, to: value) } }
    text = { $0[keyPath: field].map { "\($0)" } }
  }

  init(
    optional flag: Flag, _ field: WritableKeyPath<Configuration, Int?> & Sendable,
    in range: ClosedRange<Int>
  ) {
    self.init(optional: flag, field) { try $0.integer($1, in: range) }
  }
}

extension TaskConfiguration {
  /// What no flag could have given, found in a file: a sentence, or nil.
  var problem: String? {
    var flags = SettingFlags<Self>()
    for setting in Self.settings {
      let name = setting.flag.name
      guard let text = setting.text(self) else { continue }
      // A switch has no value.
      let words = setting.flag.placeholder == nil ? [name] : ["\(name)=\(text)"]
      if (try? setting.read(ParsedArguments(words, for: Self.command), &flags)) == nil {
        return "\(name.dropFirst(2).replacing("-", with: " ")) is \(text)"
      }
    }
    return nil
  }

  /// The first flag in which this configuration is of another model; as `firstDifference`.
  func modelDifference(from old: Self) -> (flag: String, values: String)? {
    firstDifference(from: old, among: Self.flagsOfModels)
  }

  /// The first flag in which this configuration differs from an old one, with both values as in
  /// `--hidden 8, not 16`; nil where they are equal.
  ///
  /// - Parameter ignoringEpochs: more epochs of the same training are not another training.
  func firstDifference(
    from old: Self, ignoringEpochs: Bool = false, among names: Set<String>? = nil
  ) -> (flag: String, values: String)? {
    // The unit first: how many symbols there are, and with it the batch, depends on it.
    for setting in Self.settings.suffix(1) + Self.settings.dropLast()
    where names?.contains(setting.flag.name) ?? true {
      let (name, mine, other) = (setting.flag.name, setting.text(self), setting.text(old))
      if mine != other && !(ignoringEpochs && ["--epochs", "--patience"].contains(name)) {
        let others = other.map { "\(name) \($0)" } ?? "no \(name)"
        return (name, others + ", not \(mine ?? "without it")")
      }
    }
    return nil
  }
}

/// What the flags of `course train` say about the configuration: nil where they say nothing.
@dynamicMemberLookup
package struct SettingFlags<Configuration: TaskConfiguration> {
  private var edits: [AnyKeyPath: (inout Configuration) -> Void] = [:]

  package init() {}

  /// What a command was given.
  init(_ arguments: ParsedArguments) throws {
    for setting in Configuration.settings { try setting.read(arguments, &self) }
  }

  package subscript<Value>(dynamicMember field: WritableKeyPath<Configuration, Value>) -> Value? {
    get { edits[field] == nil ? nil : applied(to: Configuration())[keyPath: field] }
    set { edits[field] = newValue.map { value in { $0[keyPath: field] = value } } }
  }

  /// Sets a field that may be nil otherwise.
  mutating func set<Value>(_ field: WritableKeyPath<Configuration, Value?>, to value: Value) {
    edits[field] = { $0[keyPath: field] = value }
  }

  /// These flags, and the model that they leave open as another configuration has it.
  func shaped(as old: Configuration) -> Self {
    var flags = self
    for setting in Configuration.settings
    where Configuration.flagsOfModels.contains(setting.flag.name) { setting.copy(old, &flags) }
    return flags
  }

  /// A configuration with these flags over another's values.
  package func applied(to base: Configuration) -> Configuration {
    edits.values.reduce(into: base) { $1(&$0) }
  }
}
