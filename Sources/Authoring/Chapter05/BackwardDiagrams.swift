extension Drawing {
  /// The network that chapter 05 works by hand, with every gradient at its arrow.
  static var backpropagationGraph: Drawing {
    let (first, second, states) = (230, 470, 270)
    let columns = [
      column(
        first, "x(1) = 1", "h(1) = 0.8005", "dh = 0.1136", fromOutput: "−0.1678",
        toInput: "0.0408", atLogits: "−0.0839, 0.0839"),
      column(
        second, "x(2) = 0", "h(2) = 0.4623", "dh = 0.7160", fromOutput: "0.7160",
        toInput: "0.5630", atLogits: "0.3580, −0.3580"),
    ]
    let passages = [(84, first - 60, "0.0204"), (first + 60, second - 60, "0.2815")]
    return Drawing(
      backward: "backpropagation-graph", title: "Two steps forward, and the gradients back",
      description: "Two hidden states of one unit, 0.8005 and 0.4623, each above its input and "
        + "below its logits, which lead to the loss 0.7212. Grey arrows lead forward, orange ones "
        + "back. From its logits the second state hears 0.7160; it sends 0.2815 back to the first, "
        + "which hears minus 0.1678 from its own logits; together that is 0.1136, and 0.0204 "
        + "reaches the initial state.", height: 440,
      columns.flatMap(\.self) + [
        box(x: 640, y: 60, width: 68, height: 44), text("L", x: 640, y: 58),
        text("0.7212", x: 640, y: 76),
      ]
        + passages.flatMap { from, to, told in
          [
            forward((from, states - 12), (to, states - 12)),
            back((to, states + 12), (from, states + 12)),
            note("u = 0.5", x: (from + to) / 2, y: states - 22),
            gradient(told, x: (from + to) / 2, y: states + 34),
          ]
        } + [
          text("h(0) = 0", x: 46, y: states + 5),
          gradient("δ(2) = 0.5630", x: 620, y: states - 4),
          gradient("δ(1) = 0.0408", x: 620, y: states + 18),
          note("grey: forward, with the slope of each arrow", x: 190, y: 430),
          note("orange: back, with what is told", x: 530, y: 430),
        ])
  }

  /// A step of that network, from its input up to the loss.
  private static func column(
    _ x: Int, _ input: String, _ state: String, _ stateGradient: String, fromOutput: String,
    toInput: String, atLogits: String
  ) -> [String] {
    let (states, logits, loss) = (270, 150, 60)
    func told(_ words: String, y: Int) -> String { text(words, x: x + 22, y: y, "back-word start") }
    return [
      forward((x - 12, 382), (x - 12, states + 30)), back((x + 12, states + 30), (x + 12, 382)),
      note("w = 1", x: x - 42, y: 346), told(toInput, y: 346), text(input, x: x, y: 404),
      forward((x - 12, states - 30), (x - 12, logits + 18)),
      back((x + 12, logits + 18), (x + 12, states - 30)),
      note("1, −1", x: x - 42, y: 212), told(fromOutput, y: 212),
      box(x: x, y: states, width: 120, height: 60), text(state, x: x, y: states - 6),
      gradient(stateGradient, x: x, y: states + 17),
      box(x: x, y: logits, width: 150, height: 36), text("logits, softmax", x: x, y: logits + 5),
      forward((x - 12, logits - 18), (x - 12, loss - 8), (606, loss - 8)),
      back((606, loss + 8), (x + 12, loss + 8), (x + 12, logits - 18)),
      told(atLogits, y: 108),
    ]
  }

  /// The gradients of an unrolled network, with every place where gradients are added.
  static var throughTime: Drawing {
    let steps = [190, 370, 550]
    let (row, sum) = (140, 270)
    let arrows = steps.enumerated().flatMap { index, x in
      [
        note("dh(\(index + 1)) from the output", x: x + 62, y: 44),
        back((x + 62, 52), (x + 62, row - 13)), back((x + 49, row), (x + 30, row)),
        box(x: x, y: row, width: 60, height: 60), text("step \(index + 1)", x: x, y: row + 5),
        back((x, row + 30), (x, sum - 13)), note("its dW, dU, db", x: x + 54, y: row + 62),
        back((x - 30, row), (x - 105, row)),
      ]
    }
    return Drawing(
      backward: "through-time", title: "Where gradients are added",
      description: "Three steps in a row. From the right, gradients travel to the left through the "
        + "steps. Before each step a plus sign adds what comes from its own output above to what "
        + "comes from the next step. Below, the contributions of all steps to the weights run into "
        + "one sum.", height: 340,
      arrows + steps.flatMap { [plus(x: $0 + 62, y: row), plus(x: $0, y: sum)] } + [
        gradient("dh(0)", x: 62, y: row + 5), note("nothing", x: 666, y: row - 6),
        note("comes after", x: 666, y: row + 10), back((537, sum), (383, sum)),
        back((357, sum), (203, sum)), back((177, sum), (120, sum)),
        gradient("dW, dU, db", x: 68, y: sum + 5),
      ])
  }

  /// The cell of chapter 04 with the gradients against its arrows.
  static var lstmBackward: Drawing {
    let (belt, gates, bus) = (84, 250, 326)
    let (f, i, write, g, o, window) = (170, 282, 340, 398, 520, 610)
    let alongTheBelt = [
      back((690, belt), (window + 13, belt)), back((window - 13, belt), (f + 13, belt)),
      back((f - 13, belt), (40, belt)), gradient("dc from the next step", x: 620, y: belt - 26),
      gradient("dc", x: 470, y: belt - 10), gradient("dc · f", x: 92, y: belt - 10),
      note("to c(t−1)", x: 62, y: belt + 24),
    ]
    let throughTheWindow = [
      back((690, gates), (window + 13, gates)), gradient("dh", x: 670, y: gates + 24),
      back((window, gates - 13), (window, 188)), back((window, 152), (window, belt + 13)),
      back((window - 13, gates), (o + 24, gates)), gradient("dh · tanh c", x: 556, y: gates - 28),
      gradient("dh · o", x: window + 34, y: 216),
      gradient("dh · o · (1 − tanh² c)", x: window - 88, y: 130),
    ]
    let toTheGates = [
      back((f, belt + 13), (f, gates - 18)), gradient("dc · c(t−1)", x: f - 50, y: 176),
      back((write, belt), (write, 151)), back((write - 13, 164), (i, 164), (i, gates - 18)),
      back((write + 13, 164), (g, 164), (g, gates - 18)), gradient("dc · g", x: i - 32, y: 204),
      gradient("dc · i", x: g + 34, y: 204),
    ]
    let toWhatTheySaw = [(f, "f"), (i, "i"), (g, "g"), (o, "o")].flatMap { x, name in
      [
        path("M\(x) \(gates + 18)L\(x) \(bus)", "back"),
        gradient(indexed("δ", name), x: x + 16, y: 300),
        box(x: x, y: gates, width: name == "g" ? 64 : 48, height: 36),
        text("\(name), \(name == "g" ? "tanh" : "σ")", x: x, y: gates + 5),
      ]
    }
    return Drawing(
      backward: "lstm-backward", title: "One step of an LSTM, backwards",
      description: "The cell state runs along the top. The gradient of the hidden state enters at "
        + "the right and goes to the output gate and, through the tanh, up to the belt, where it is "
        + "added to what comes along the belt from the next step. From the belt the sum goes to the "
        + "input gate times g, to the candidate times i, to the forget gate times the old cell "
        + "state, and times f on to the step before. From the four gates gradients go down to the "
        + "input and the old hidden state.", height: 390,
      alongTheBelt + throughTheWindow + toTheGates + toWhatTheySaw + [
        back((o, bus), (40, bus)), back((120, bus), (120, 364)),
        note("to h(t−1)", x: 62, y: bus - 10), note("to x(t)", x: 152, y: 362),
        box(x: window, y: 170, width: 52, height: 36), text("tanh", x: window, y: 175),
        plus(x: window, y: belt), times(x: f, y: belt), times(x: write, y: 164),
        times(x: window, y: gates),
      ])
  }
}
