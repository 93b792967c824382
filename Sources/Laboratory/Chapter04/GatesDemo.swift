import Course
import LSTMGates
import LinearAlgebra
import Plots

extension Command {
  static let demoGates = Command(
    name: "demo gates",
    summary: "shows each gate of an LSTM through a sentence",
    usage: "course demo gates [--text \"…\"]",
    example: "swift run course demo gates --text \"(Anna)\"",
    flags: [
      Flag(
        name: "--text", placeholder: "TEXT",
        help: "the sentence to read, up to \(SentenceReading.longest) characters")
    ],
    positionals: 0...0
  ) { arguments in
    let text = arguments.string("--text") ?? SentenceReading.standardText
    let reading = try SentenceReading(of: text)
    let terminal = arguments.terminal
    terminal.printWrapped("Five units whose weights were set by hand, not learnt:")
    for unit in handSetUnits {
      terminal.printWrapped("  \(unit.name): \(unit.purpose)", hanging: 2)
    }
    for map in reading.maps {
      terminal.print()
      terminal.print(
        map.sketch(
          width: min(80, terminal.width), height: handSetUnits.count + 3,
          colour: terminal.hasColour))
    }
    terminal.print()
    try terminal.keep(reading.figure.svg(), at: ".course/figures/gates.svg", in: .containing())
    return .done
  }
}

// MARK: - Units set by hand

/// A unit that watches for a kind of character, with the pre-activations of its gates.
///
/// A gate's pre-activation is a bias plus a weight for the characters that it watches for, plus one
/// for the unit's own hidden state. ±20 shuts or opens a gate: σ(-20) is 2·10⁻⁹.
struct HandSetUnit: Sendable {
  /// One of the four gates.
  struct Gate: Sendable {
    var bias: Double
    var weight = 0.0
    var own = 0.0
    var watches: @Sendable (Character) -> Bool = { _ in false }

    static let open = Gate(bias: 20)
    static func open(at kind: @escaping @Sendable (Character) -> Bool) -> Gate {
      Gate(bias: -20, weight: 40, watches: kind)
    }
    static func shut(at kind: @escaping @Sendable (Character) -> Bool) -> Gate {
      Gate(bias: 20, weight: -40, watches: kind)
    }
  }

  let name: String
  let purpose: String
  let inputGate, forgetGate, candidate, outputGate: Gate

  var gates: [Gate] { [inputGate, forgetGate, candidate, outputGate] }
}

let handSetUnits = [
  HandSetUnit(
    name: "letters", purpose: "counts the letters since the last space; shows them at letters",
    inputGate: .open(at: { $0.isLetter }), forgetGate: .shut(at: { $0.isWhitespace }),
    candidate: .open,
    outputGate: .open(at: { $0.isLetter })),
  HandSetUnit(
    name: "capital", purpose: "remembers until the space that the word has a capital",
    inputGate: .open(at: { $0.isUppercase }), forgetGate: .shut(at: { $0.isWhitespace }),
    candidate: .open,
    outputGate: .open),
  HandSetUnit(
    name: "bracket", purpose: "is on from ( to )",
    inputGate: .open(at: { $0 == "(" }), forgetGate: .shut(at: { $0 == ")" }),
    candidate: .open, outputGate: .open),
  // The same mark opens and closes: whether to write depends on the old hidden state, tanh(1).
  HandSetUnit(
    name: "quoted", purpose: "is on between quotation marks, which it tells apart by what it shows",
    inputGate: .init(bias: -20, weight: 40, own: -60) { $0 == "\"" },
    forgetGate: .shut(at: { $0 == "\"" }), candidate: .open, outputGate: .open),
  HandSetUnit(
    name: "vowel", purpose: "was there a vowel lately? forgets by half at each step",
    inputGate: .open(at: { "aeiouAEIOU".contains($0) }), forgetGate: .init(bias: 0),
    candidate: .open,
    outputGate: .open),
]

/// An LSTM cell made of such units, for one-hot characters: each character has a row of W.
func handSetCell(vocabulary: [Character]) -> LSTMCell {
  let size = handSetUnits.count
  var inputWeights = Matrix(rows: vocabulary.count, columns: 4 * size)
  var recurrentWeights = Matrix(rows: size, columns: 4 * size)
  var bias = Matrix(rows: 1, columns: 4 * size)
  for (unit, handSet) in handSetUnits.enumerated() {
    for (block, gate) in handSet.gates.enumerated() {
      let column = block * size + unit
      bias[0, column] = gate.bias
      recurrentWeights[unit, column] = gate.own
      for (row, character) in vocabulary.enumerated() where gate.watches(character) {
        inputWeights[row, column] = gate.weight
      }
    }
  }
  return LSTMCell(inputWeights: inputWeights, recurrentWeights: recurrentWeights, bias: bias)
}

// MARK: - A sentence, read

/// What the gates and the cell of the hand-set units did at each character of a sentence.
package struct SentenceReading {
  package static let standardText = "Ann: \"my cat (Tom) sat\" and left."
  package static let longest = 72

  package let text: [Character]
  package let gates: [GateValues]
  package let states: [LSTMState]

  /// - Throws: `UserError` for a sentence that is empty or too long.
  package init(of sentence: String) throws {
    let text = Array(sentence)
    if text.isEmpty { throw UserError("--text is empty; give it a sentence") }
    if text.count > Self.longest {
      throw UserError(
        "--text has \(text.count) characters; give it at most \(Self.longest)")
    }
    let vocabulary = Array(Set(text)).sorted()
    let cell = handSetCell(vocabulary: vocabulary)
    var state = LSTMState.zeros(batch: 1, hiddenSize: cell.hiddenSize)
    var gates: [GateValues] = []
    var states: [LSTMState] = []
    for character in text {
      var input = Matrix(rows: 1, columns: vocabulary.count)
      if let column = vocabulary.firstIndex(of: character) { input[0, column] = 1 }
      gates.append(cell.gates(cell.preactivations(input, from: state.hidden)))
      state = cell.step(input, from: state)
      states.append(state)
    }
    self.text = text
    self.gates = gates
    self.states = states
  }

  /// One heat map a gate, then the cell state and the hidden state.
  var maps: [HeatMap] {
    [
      map("Input gate i: write?", gates.map(\.inputGate), 0...1, "1 open, 0 shut"),
      map("Forget gate f: keep?", gates.map(\.forgetGate), 0...1, "1 keeps, 0 clears"),
      map("Output gate o: show?", gates.map(\.outputGate), 0...1, "1 shows, 0 hides"),
      map("Cell state c: what is stored", states.map(\.cell), 0...largestCell, "cell state"),
      map("Hidden state h: what is shown", states.map(\.hidden), 0...1, "hidden state"),
    ]
  }

  private var largestCell: Double {
    max(1, states.flatMap(\.cell.values).max() ?? 0)
  }

  package var figure: SmallMultiples {
    SmallMultiples(
      title: "Five hand-set units read a sentence",
      description: "Five heat maps with a row for each unit and a column for each character of: "
        + String(text) + ".",
      panels: maps.map { .heatMap($0) }, columns: 1, width: 820, panelHeight: 190)
  }

  private func map(
    _ title: String, _ rows: [Matrix], _ range: ClosedRange<Double>, _ valueLabel: String
  ) -> HeatMap {
    HeatMap(
      title: title, description: "\(valueLabel), for each unit and character.",
      values: handSetUnits.indices.map { unit in rows.map { $0[0, unit] } },
      rowLabels: handSetUnits.map(\.name), columnLabels: text.map { String($0) },
      valueLabel: valueLabel, range: range)
  }
}
