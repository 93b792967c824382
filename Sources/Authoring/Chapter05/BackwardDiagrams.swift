import Course

/// The network that chapter 05 works by hand, with every gradient at its arrow.
func backpropagationGraph() -> String {
  var drawing = BackwardDrawing(
    id: "backpropagation-graph", title: "Two steps forward, and the gradients back",
    description: "Two hidden states of one unit, 0.8005 and 0.4623, each above its input and "
      + "below its logits, which lead to the loss 0.7212. Grey arrows lead forward, orange ones "
      + "back. From its logits the second state hears 0.7160; it sends 0.2815 back to the first, "
      + "which hears minus 0.1678 from its own logits; together that is 0.1136, and 0.0204 "
      + "reaches the initial state.", height: 440)
  let (first, second, states, logits, loss) = (230, 470, 270, 150, 60)
  for (x, input, state, gradient, fromOutput, toInput, atLogits) in [
    (first, "x(1) = 1", "0.8005", "0.1136", "−0.1678", "0.0408", "−0.0839, 0.0839"),
    (second, "x(2) = 0", "0.4623", "0.7160", "0.7160", "0.5630", "0.3580, −0.3580"),
  ] {
    drawing.arrow(.forward, (x - 12, 382), (x - 12, states + 30))
    drawing.arrow(.back, (x + 12, states + 30), (x + 12, 382))
    drawing.text("w = 1", x: x - 42, y: 346, "note")
    drawing.text(toInput, x: x + 22, y: 346, "back-word", from: true)
    drawing.text(input, x: x, y: 404)
    drawing.arrow(.forward, (x - 12, states - 30), (x - 12, logits + 18))
    drawing.arrow(.back, (x + 12, logits + 18), (x + 12, states - 30))
    drawing.text("1, −1", x: x - 42, y: 212, "note")
    drawing.text(fromOutput, x: x + 22, y: 212, "back-word", from: true)
    drawing.box(x: x, y: states, width: 120, height: 60)
    drawing.text("h(\(x == first ? 1 : 2)) = \(state)", x: x, y: states - 6)
    drawing.text("dh = \(gradient)", x: x, y: states + 17, "back-word")
    drawing.box(x: x, y: logits, width: 150, height: 36)
    drawing.text("logits, softmax", x: x, y: logits + 5)
    drawing.arrow(.forward, (x - 12, logits - 18), (x - 12, loss - 8), (640 - 34, loss - 8))
    drawing.arrow(.back, (640 - 34, loss + 8), (x + 12, loss + 8), (x + 12, logits - 18))
    drawing.text(atLogits, x: x + 22, y: 108, "back-word", from: true)
  }
  drawing.box(x: 640, y: loss, width: 68, height: 44)
  drawing.text("L", x: 640, y: loss - 2)
  drawing.text("0.7212", x: 640, y: loss + 16)
  for (from, to, gradient) in [
    (84, first - 60, "0.0204"), (first + 60, second - 60, "0.2815"),
  ] {
    drawing.arrow(.forward, (from, states - 12), (to, states - 12))
    drawing.arrow(.back, (to, states + 12), (from, states + 12))
    drawing.text("u = 0.5", x: (from + to) / 2, y: states - 22, "note")
    drawing.text(gradient, x: (from + to) / 2, y: states + 34, "back-word")
  }
  drawing.text("h(0) = 0", x: 46, y: states + 5)
  drawing.text("δ(2) = 0.5630", x: 620, y: states - 4, "back-word")
  drawing.text("δ(1) = 0.0408", x: 620, y: states + 18, "back-word")
  drawing.text("grey: forward, with the slope of each arrow", x: 190, y: 430, "note")
  drawing.text("orange: back, with what is told", x: 530, y: 430, "note")
  return drawing.svg
}

/// The gradients of an unrolled network, with every place where gradients are added.
func throughTimeDiagram() -> String {
  var drawing = BackwardDrawing(
    id: "through-time", title: "Where gradients are added",
    description: "Three steps in a row. From the right, gradients travel to the left through the "
      + "steps. Before each step a plus sign adds what comes from its own output above to what "
      + "comes from the next step. Below, the contributions of all steps to the weights run into "
      + "one sum.", height: 340)
  let steps = [(x: 190, t: "1"), (x: 370, t: "2"), (x: 550, t: "3")]
  let (row, sum) = (140, 270)
  for step in steps {
    drawing.text("dh(\(step.t)) from the output", x: step.x + 62, y: 44, "note")
    drawing.arrow(.back, (step.x + 62, 52), (step.x + 62, row - 13))
    drawing.arrow(.back, (step.x + 49, row), (step.x + 30, row))
    drawing.box(x: step.x, y: row, width: 60, height: 60)
    drawing.text("step \(step.t)", x: step.x, y: row + 5)
    drawing.arrow(.back, (step.x, row + 30), (step.x, sum - 13))
    drawing.text("its dW, dU, db", x: step.x + 54, y: row + 62, "note")
    drawing.arrow(.back, (step.x - 30, row), (step.x - 105, row))
  }
  for step in steps {
    drawing.disc(x: step.x + 62, y: row, "+", adds: true)
    drawing.disc(x: step.x, y: sum, "+", adds: true)
  }
  drawing.text("dh(0)", x: 62, y: row + 5, "back-word")
  drawing.text("nothing", x: 666, y: row - 6, "note")
  drawing.text("comes after", x: 666, y: row + 10, "note")
  drawing.arrow(.back, (537, sum), (383, sum))
  drawing.arrow(.back, (357, sum), (203, sum))
  drawing.arrow(.back, (177, sum), (120, sum))
  drawing.text("dW, dU, db", x: 68, y: sum + 5, "back-word")
  return drawing.svg
}

/// The cell of chapter 04 with the gradients against its arrows.
func lstmBackwardDiagram() -> String {
  var drawing = BackwardDrawing(
    id: "lstm-backward", title: "One step of an LSTM, backwards",
    description: "The cell state runs along the top. The gradient of the hidden state enters at "
      + "the right and goes to the output gate and, through the tanh, up to the belt, where it is "
      + "added to what comes along the belt from the next step. From the belt the sum goes to the "
      + "input gate times g, to the candidate times i, to the forget gate times the old cell "
      + "state, and times f on to the step before. From the four gates gradients go down to the "
      + "input and the old hidden state.", height: 390)
  let (belt, gates, bus) = (84, 250, 326)
  let (f, i, write, g, o, window) = (170, 282, 340, 398, 520, 610)
  // Along the belt.
  drawing.arrow(.back, (690, belt), (window + 13, belt))
  drawing.arrow(.back, (window - 13, belt), (f + 13, belt))
  drawing.arrow(.back, (f - 13, belt), (40, belt))
  drawing.text("dc from the next step", x: 620, y: belt - 26, "back-word")
  drawing.text("dc", x: 470, y: belt - 10, "back-word")
  drawing.text("dc · f", x: 92, y: belt - 10, "back-word")
  drawing.text("to c(t−1)", x: 62, y: belt + 24, "note")
  // Through the window.
  drawing.arrow(.back, (690, gates), (window + 13, gates))
  drawing.text("dh", x: 670, y: gates + 24, "back-word")
  drawing.arrow(.back, (window, gates - 13), (window, 188))
  drawing.arrow(.back, (window, 152), (window, belt + 13))
  drawing.arrow(.back, (window - 13, gates), (o + 24, gates))
  drawing.text("dh · tanh c", x: 556, y: gates - 28, "back-word")
  drawing.text("dh · o", x: window + 34, y: 216, "back-word")
  drawing.text("dh · o · (1 − tanh² c)", x: window - 88, y: 130, "back-word")
  // To the gates.
  drawing.arrow(.back, (f, belt + 13), (f, gates - 18))
  drawing.text("dc · c(t−1)", x: f - 50, y: 176, "back-word")
  drawing.arrow(.back, (write, belt), (write, 151))
  drawing.arrow(.back, (write - 13, 164), (i, 164), (i, gates - 18))
  drawing.arrow(.back, (write + 13, 164), (g, 164), (g, gates - 18))
  drawing.text("dc · g", x: i - 32, y: 204, "back-word")
  drawing.text("dc · i", x: g + 34, y: 204, "back-word")
  // From the gates to what they saw.
  for (x, name) in [(f, "f"), (i, "i"), (g, "g"), (o, "o")] {
    drawing.line(.back, (x, gates + 18), (x, bus))
    drawing.text(
      "δ<tspan dy=\"4\" font-size=\"11\">\(name)</tspan>", x: x + 16, y: 300, "back-word")
    drawing.box(x: x, y: gates, width: name == "g" ? 64 : 48, height: 36)
    drawing.text("\(name), \(name == "g" ? "tanh" : "σ")", x: x, y: gates + 5)
  }
  drawing.arrow(.back, (o, bus), (40, bus))
  drawing.arrow(.back, (120, bus), (120, 364))
  drawing.text("to h(t−1)", x: 62, y: bus - 10, "note")
  drawing.text("to x(t)", x: 152, y: 362, "note")
  drawing.box(x: window, y: 170, width: 52, height: 36)
  drawing.text("tanh", x: window, y: 175)
  drawing.disc(x: window, y: belt, "+", adds: true)
  drawing.disc(x: f, y: belt, "×")
  drawing.disc(x: write, y: 164, "×")
  drawing.disc(x: window, y: gates, "×")
  return drawing.svg
}
