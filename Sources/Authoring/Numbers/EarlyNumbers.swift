import Course
import Foundation
import LSTMGates
import LinearAlgebra

import func Text.grouped

/// The numbers of chapters 00 to 04 that are worked out by hand there. What was measured for these
/// chapters is named by comments on the pages.
enum EarlyNumbers {
  static func chapter00() -> PageNumbers {
    let readings = [18.0, 18.4, 30, 18.2]
    var believed = readings[0]
    let shown = readings.map { number($0, 1) }
    var rows = ["| \(shown[0]) | | | \(shown[0]) |"]
    for (reading, text) in zip(readings, shown).dropFirst() {
      let (kept, letIn): (Double, Double) = (0.9 * believed, 0.1 * reading)
      let before = believed == readings[0] ? shown[0] : plain(believed, 4)
      let added = letIn == letIn.rounded() ? number(letIn, 1) : plain(letIn, 4)
      believed = kept + letIn
      rows.append(
        """
        | \(text) | 0.9 · \(before) = \(plain(kept, 4)) | 0.1 · \(text) = \(added) | \
        \(plain(believed, 4)) |
        """)
    }
    return PageNumbers(
      page: "chapters/00-before-you-begin.md", tables: [],
      sentences: rows + [
        "reads, minute after minute, \(list(shown)) degrees.",
        "You would not say that it is \(shown[0]) for ever",
      ])
  }

  static func chapter01() -> PageNumbers {
    let powers = [2.0, 1, 0].map(exp)
    let chances = [1, 0.9, 0.5, 0.1, 0.01, 0.000001]
    func row(_ name: String, _ numbers: [Double]) -> String {
      let cells = numbers.map { abs($0 - $0.rounded()) < 1e-12 ? number($0, 0) : number($0, 4) }
      return "| \(name) | \(cells.joined(separator: " | ")) |"
    }
    // Of the logits 3, 2, 1 with target 1, and of three equal ones.
    let loss = (log(powers.reduce(0, +)) - 1 + log(3)) / 2
    return PageNumbers(
      page: "chapters/01-sequences-as-matrices.md", tables: [],
      sentences: [
        """
        | $e^{z}$ | \(number(powers[0], 4)) | \(number(powers[1], 4)) | \(number(powers[2], 4)) | \
        \(number(powers.reduce(0, +), 4)) |
        """,
        row("surprise, nats", chances.map { -log($0) }),
        row("surprise, bits", chances.map { -log2($0) }),
        "the loss is their mean, \(number(loss, 4)) nats, or \(number(loss / log(2), 4)) bits.",
        "A loss \(number(1 / log(2), 4)) times too large was taken to base 2.",
      ])
  }

  static func chapter02() -> PageNumbers {
    func states(_ inputs: [Double]) -> [Double] {
      var state = 0.0
      return inputs.map {
        state = tanh($0 + 0.5 * state + 0.1)
        return state
      }
    }
    let (echo, silent, late) = (states([1, 0, 0]), states([0, 0, 0]), states([0, 0, 1]))
    let steps = (1...2).map { step in
      let carried = 0.5 * echo[step - 1]
      return """
        | \(step + 1) | 0 | 0 | \(number(carried, 4)) | 0.1 | \(number(carried + 0.1, 4)) | \
        \(number(echo[step], 4)) |
        """
    }
    // Unit 1 of the doubled-letter network hears 2 or −2, 3 times unit 0's state, and −3.
    let first = tanh(2.0)
    func unit1(_ input: String, _ letter: Double, _ state: String, _ sum: Double) -> String {
      """
      | `\(input)` | \(number(letter, 0)) | \(number(tanh(letter), 4)) | \(number(letter, 0)) + 3 · \
      \(state) − 3 = \(plain(sum, 4)) | \(number(tanh(sum), 4)) |
      """
    }
    let (old, negative) = (number(first, 4), "(\(number(-first, 4)))")
    return PageNumbers(
      page: "chapters/02-the-vanilla-rnn.md", tables: [],
      sentences: steps + [
        """
        that would be \(number(silent[2], 4)) (compute it: three zeros give \
        \(silent.map { number($0, 4) }.joined(separator: ", "))).
        """,
        "The states are \(list(late.map { number($0, 4) })).",
        unit1("a", 2, "0", -1), unit1("a", 2, old, 3 * first - 1),
        unit1("b", -2, old, 3 * first - 5), unit1("a", 2, negative, -3 * first - 1),
        "With \(old) itself you get \(number(3 * 0.9640 - 1, 4)).",
        """
        | $\\tanh(a)$ | 0 | \
        \([0.1, 0.5, 1, 2, 4].map { number(tanh($0), 4) }.joined(separator: " | ")) |
        """,
        "the output layer below adds \(grouped(129 * 65)). The bigram table has \(grouped(65 * 65)) numbers",
        "your weights over all \(grouped(1 << 12)) strings of twelve bits",
        "from the same range, ±\(number(0.5.squareRoot(), 4)),",
        "gives \(number(tanh(-1), 4)) after the first `a`, and \(number(tanh(-3 * first - 1), 4)) after",
      ])
  }

  static func chapter03() -> PageNumbers {
    // Sequences until the contribution of a step stands out, from the scatter and the mean there.
    let sequences: Double = (1.54 / 0.00001382) * (1.54 / 0.00001382)
    return PageNumbers(
      page: "chapters/03-vanishing-gradients.md", tables: [],
      sentences: [
        "For ten time steps further back it is \(number(sequences / 1_000 / 86_400, 0)) days."
      ])
  }

  static func chapter04() -> PageNumbers {
    let cell = LSTMCell(
      inputWeights: [[3, -2, 2, 1]], recurrentWeights: [[1, 2, -1, 0.5]], bias: [[-1.5, 3, 0, -1]])
    // Four digits, or one where there are no more.
    func shown(_ value: Double) -> String {
      (value * 10).rounded() == value * 10 ? plain(value, 1) : number(value, 4)
    }
    var state = LSTMState(hidden: [[0]], cell: [[0]])
    var rows: [String] = []
    for input in [1.0, 0, -1] {
      let sums = cell.preactivations([[input]], from: state.hidden)
      let gates = cell.gates(sums)
      let (i, f) = (gates.inputGate[0, 0], gates.forgetGate[0, 0])
      let (g, o) = (gates.candidate[0, 0], gates.outputGate[0, 0])
      let kept = f * state.cell[0, 0]
      state = cell.step([[input]], from: state)
      let c = state.cell[0, 0]
      let cells =
        [sums.values.map(shown).joined(separator: ", ")]
        + [i, f, g, o].map { number($0, 4) } + [shown(kept)]
        + [i * g, c, tanh(c), o * tanh(c)].map { number($0, 4) }
      rows.append("| \(number(input, 0)) | \(cells.joined(separator: " | ")) |")
    }
    let squashed = [-5.0, -2, 0, 1, 2, 5].map { 1 / (1 + exp(-$0)) }
    return PageNumbers(
      page: "chapters/04-lstm-gates.md", tables: [],
      sentences: rows + [
        """
        | $\\sigma(a)$ | \(number(squashed[0], 4)) | \(number(squashed[1], 4)) | 0.5 | \
        \(squashed[3...].map { number($0, 4) }.joined(separator: " | ")) | \
        \(number(1 / (1 + exp(-20)), 9)) |
        """,
        "numbers that PyTorch 2.13 and Keras 3.15 computed.",
      ])
  }
}
