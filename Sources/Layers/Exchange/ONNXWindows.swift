// Convolutions and pooling over time as ONNX's operators, which have the channels before the steps.

extension ONNXWriter {
  /// Adds the operators of a layer that looks at neighbours in time, and returns the name of what they
  /// give; nil for one without a counterpart.
  ///
  /// - Parameters:
  ///   - constants: the beginning of the names of the layer's constants.
  ///   - parameters: those of the layer.
  /// - Throws: where ONNX has the operator and not these settings of it.
  mutating func add(
    _ layer: SpatialLayer, _ call: Graph.Call, _ input: String, _ name: String, constants: String,
    _ parameters: (weights: Tensor?, bias: Tensor?)
  ) throws(ModelError) -> String? {
    if !layer.isOverTime || call.isDistributed { return nil }
    let label = graph.label(call)
    if lengths[call.inputs[0]] != nil {
      throw ModelError(
        "\(label) looks beyond where shorter sequences of a batch end, and ONNX cannot tell it; write "
          + "with lengths: false, and run sequences of one length at a time")
    }
    switch layer.kind {
    case .convolution(let convolution):
      if convolution.isTransposed { return nil }
      let axis = convolution.horizontal
      var inputs = [turned(input, "\(name)/input")]
      inputs.append(
        filters(parameters.weights!, axis.size, convolution.filters, "\(constants).weights"))
      if let bias = parameters.bias {
        inputs.append(onnx.add("\(constants).bias", bias.shape, bias.values))
      }
      let attributes =
        [("kernel_shape", .ints([axis.size])), ("dilations", .ints([axis.dilation]))]
        + (try placement(axis, label))
      let result = turned(onnx.add("Conv", inputs, "\(name)/windows", attributes), "\(name)/output")
      return add(convolution.activation, result, "\(name)/activation")
    case .pooling(let pooling):
      let type = pooling.kind == .max ? "MaxPool" : "AveragePool"
      let axis = pooling.horizontal
      let attributes = [("kernel_shape", .ints([axis.size]))] + (try placement(axis, label))
      let pooled = onnx.add(
        type, [turned(input, "\(name)/input")], "\(name)/windows", attributes)
      return turned(pooled, "\(name)/output")
    case .globalPooling(let pooling):
      let type = pooling.kind == .max ? "ReduceMax" : "ReduceMean"
      return onnx.add(type, [input], name, [("axes", .ints([1])), ("keepdims", .int(0))])
    case .upSampling1D, .upSampling2D, .flatten: return nil
    }
  }

  /// Steps and channels, or channels and steps, with the last two axes exchanged.
  private mutating func turned(_ input: String, _ name: String) -> String {
    onnx.add("Transpose", [input], name, [("perm", .ints([0, 2, 1]))])
  }

  /// Filters × channels × places, from places × channels × filters.
  private mutating func filters(
    _ weights: Tensor, _ places: Int, _ filters: Int, _ name: String
  ) -> String {
    let channels = weights.shape[0] / places
    var values = [Float](repeating: 0, count: weights.values.count)
    for place in 0..<places {
      for channel in 0..<channels {
        for filter in 0..<filters {
          values[(filter * channels + channel) * places + place] =
            weights.values[(place * channels + channel) * filters + filter]
        }
      }
    }
    return onnx.add(name, [filters, channels, places], values)
  }

  /// Where windows stand: what is put before and behind the steps hangs on how many there are only where
  /// windows leave some out.
  private func placement(
    _ axis: WindowAxis, _ label: String
  ) throws(ModelError) -> [(String, ONNXGraph.Attribute)] {
    let strides: (String, ONNXGraph.Attribute) = ("strides", .ints([axis.stride]))
    switch axis.padding {
    case .valid: return [strides]
    case .causal: return [strides, ("pads", .ints([axis.span - 1, 0]))]
    case .same:
      if axis.stride == 1 {
        let before = (axis.span - 1) / 2
        return [strides, ("pads", .ints([before, axis.span - 1 - before]))]
      }
      if axis.dilation == 1 { return [strides, ("auto_pad", .string("SAME_UPPER"))] }
      throw ModelError(
        "\(label) has the padding same with a stride and a dilation, which ONNX does not; take the "
          + "padding valid or causal, or a stride of 1")
    }
  }
}
