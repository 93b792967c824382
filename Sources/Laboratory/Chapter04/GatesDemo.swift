import Backpropagation
import Course
import LSTMGates
import LinearAlgebra
import Plots

extension Command {
  static let demoGates = Command(
    name: "demo gates", summary: "shows each gate of an LSTM through a sentence",
    usage: "course demo gates [--text \"…\"]",
    example: "swift run course demo gates --text \"(Anna)\"",
    flags: [
      Flag(
        name: "--text", placeholder: "TEXT",
        help: "the sentence to read, up to \(SentenceReading.longest) characters")
    ],
    positionals: 0...0
  ) { arguments in
    let reading = try arguments.string("--text").map(SentenceReading.init(of:)) ?? SentenceReading()
    let terminal = arguments.terminal
    terminal.printWrapped("Five units whose weights were set by hand, not learnt:")
    for unit in handSetUnits {
      terminal.printWrapped("  \(unit.name): \(unit.purpose)", hanging: 2)
    }
    for map in reading.maps {
      terminal.print()
      let (width, height) = (min(80, terminal.width), handSetUnits.count + 3)
      terminal.print(map.sketch(width: width, height: height, colour: terminal.hasColour))
    }
    terminal.print()
    try terminal.keep(reading.figure.svg(), at: ".course/figures/gates.svg", in: .containing())
    return .done
  }
}

/// A unit that watches for a kind of character, with the pre-activations of its gates; its candidate
/// is open.
struct HandSetUnit: Sendable {
  let name: String
  let purpose: String
  let inputGate, forgetGate: Gate
  var outputGate = Gate.open

  /// A gate or the candidate: its pre-activation is a bias plus a weight for the characters that it
  /// watches for, plus one for the unit's own hidden state. ±20 shuts or opens it: σ(-20) is 2·10⁻⁹.
  struct Gate: Sendable {
    var bias = 20.0
    var weight = 0.0
    var own = 0.0
    var watches: Kind = { _ in false }

    typealias Kind = @Sendable (Character) -> Bool
    static let open = Gate()
    static func open(at kind: @escaping Kind) -> Gate { Gate(bias: -20, weight: 40, watches: kind) }
    static func shut(at kind: @escaping Kind) -> Gate { Gate(weight: -40, watches: kind) }
  }
}

let handSetUnits = [
  HandSetUnit(
    name: "letters", purpose: "counts the letters since the last space; shows them at letters",
    inputGate: .open(at: { $0.isLetter }), forgetGate: .shut(at: { $0.isWhitespace }),
    outputGate: .open(at: { $0.isLetter })),
  HandSetUnit(
    name: "capital", purpose: "remembers until the space that the word has a capital",
    inputGate: .open(at: { $0.isUppercase }), forgetGate: .shut(at: { $0.isWhitespace })),
  HandSetUnit(
    name: "bracket", purpose: "is on from ( to )",
    inputGate: .open(at: { $0 == "(" }), forgetGate: .shut(at: { $0 == ")" })),
  // The same mark opens and closes: whether to write depends on the old hidden state, tanh(1).
  HandSetUnit(
    name: "quoted", purpose: "is on between quotation marks, which it tells apart by what it shows",
    inputGate: .init(bias: -20, weight: 40, own: -60) { $0 == "\"" },
    forgetGate: .shut(at: { $0 == "\"" })),
  HandSetUnit(
    name: "vowel", purpose: "was there a vowel lately? forgets by half at each step",
    inputGate: .open(at: { "aeiouAEIOU".contains($0) }), forgetGate: .init(bias: 0)),
]

/// An LSTM cell made of such units, for one-hot characters: each character has a row of W.
private func handSetCell(vocabulary: [Character]) -> LSTMCell {
  let units = handSetUnits
  let gates =
    units.map(\.inputGate) + units.map(\.forgetGate) + units.map { _ in .open }
    + units.map(\.outputGate)
  return LSTMCell(
    inputWeights: Matrix(
      vocabulary.map { character in gates.map { $0.watches(character) ? $0.weight : 0 } }),
    recurrentWeights: Matrix(
      units.indices.map { unit in
        gates.indices.map { $0 % units.count == unit ? gates[$0].own : 0 }
      }),
    bias: Matrix(row: gates.map(\.bias)))
}

/// What the gates and the cell of the hand-set units did at each character of a sentence.
package struct SentenceReading {
  static let longest = 72

  private let text: [Character]
  private let records: [LSTMStepRecord]
  var states: [LSTMState] { records.map(\.state) }

  /// - Throws: `UserError` for a sentence that is empty or too long.
  package init(of sentence: String = "Ann: \"my cat (Tom) sat\" and left.") throws {
    text = Array(sentence)
    if text.isEmpty { throw UserError("--text is empty; give it a sentence") }
    if text.count > Self.longest {
      throw UserError("--text has \(text.count) characters; give it at most \(Self.longest)")
    }
    let vocabulary = Array(Set(text)).sorted()
    let inputs = text.map { character in
      Matrix(row: vocabulary.map { $0 == character ? 1 : 0 })
    }
    records = handSetCell(vocabulary: vocabulary).recorded(
      inputs, from: .zeros(batch: 1, hiddenSize: handSetUnits.count))
  }

  /// One heat map a gate, then the cell state and the hidden state.
  var maps: [HeatMap] {
    let (gates, cells) = (records.map(\.gates), states.map(\.cell))
    return [
      map("Input gate i: write?", gates.map(\.inputGate), "1 open, 0 shut"),
      map("Forget gate f: keep?", gates.map(\.forgetGate), "1 keeps, 0 clears"),
      map("Output gate o: show?", gates.map(\.outputGate), "1 shows, 0 hides"),
      map(
        "Cell state c: what is stored", cells, "cell state",
        upTo: max(1, cells.flatMap(\.values).max() ?? 0)),
      map("Hidden state h: what is shown", states.map(\.hidden), "hidden state"),
    ]
  }

  package var figure: SmallMultiples {
    SmallMultiples(
      title: "Five hand-set units read a sentence",
      description: "Five heat maps with a row for each unit and a column for each character of: "
        + "\(String(text)).",
      panels: maps.map { .heatMap($0) }, columns: 1, width: 820, panelHeight: 190)
  }

  private func map(
    _ title: String, _ rows: [Matrix], _ valueLabel: String, upTo limit: Double = 1
  ) -> HeatMap {
    HeatMap(
      title: title, description: "\(valueLabel), for each unit and character.",
      values: handSetUnits.indices.map { unit in rows.map { $0[0, unit] } },
      rowLabels: handSetUnits.map(\.name), columnLabels: text.map { String($0) },
      valueLabel: valueLabel, range: 0...limit)
  }
}
