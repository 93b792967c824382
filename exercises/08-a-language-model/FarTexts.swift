import ExerciseSupport
import LinearAlgebra

/// A die of any number of sides, which keeps account of the chance that it gives.
///
/// A text that is made with a die and nothing else holds no more surprise than the die has given:
/// whoever knows how the text is made pays `nats` for it, on average, or less.
public struct Die: Sendable {
  private var generator: SeededGenerator
  /// The sum of log(sides) over all rolls.
  public private(set) var nats = 0.0

  /// A die whose rolls follow from a seed.
  public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A number in `0..<sides`, all equally likely.
  public mutating func roll(_ sides: Int) -> Int {
    nats += log(Double(sides))
    return generator.integer(below: sides)
  }
}

/// A text of brackets of four kinds, each with letters between: the symbols 0 and 1 are letters,
/// 2 to 5 open a bracket, and 6 to 9 close it.
///
/// - Parameters:
///   - count: how many symbols.
///   - letters: how many stand between an opening bracket and the one that closes it.
///   - die: which chooses each kind of bracket and each letter.
public func bracketText(count: Int, letters: Int, die: inout Die) -> [Int] {
  var text: [Int] = []
  while text.count < count {
    let kind = die.roll(4)
    text.append(2 + kind)
    for _ in 0..<letters { text.append(die.roll(2)) }
    text.append(6 + kind)
  }
  return Array(text.prefix(count))
}

/// A text on which a table of six symbols must lose.
///
/// - Parameters:
///   - count: how many symbols the text has.
///   - die: where all chance comes from.
/// - Returns: `count` symbols, each 0 or 1.
public func farText(count: Int, die: inout Die) -> [Int] {
  // EXERCISE 8.7 (4 points): a text that six letters do not tell
  // Read chapters/08-a-language-model.md, "A text that beats the table".
  // Check with: swift run course check 8.7
  return notWritten("8.7", [])
}

/// What a table that looks some symbols back pays for a text of brackets, once it has counted for
/// long: your prediction.
///
/// - Parameters:
///   - back: how many symbols the table sees, at least 1 and fewer than `letters`.
///   - letters: how many stand between two brackets of the `bracketText`.
/// - Returns: the mean loss, in nats for each symbol of the text.
public func bracketLoss(back: Int, letters: Int) -> Double {
  // EXERCISE 8.8 (3 points): what a table pays
  // Read chapters/08-a-language-model.md, "Predict what a table pays".
  // Check with: swift run course check 8.8
  notWritten("8.8")
}
