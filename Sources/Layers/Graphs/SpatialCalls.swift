// How layers over neighbours become calls of a graph, and layers of a `Sequential`.

extension Conv1D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer), identity.weights) }
  var layer: Layer { .spatial(SpatialLayer(.convolution(convolution))) }
}

extension Conv1DTranspose: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer), identity.weights) }
  var layer: Layer { .spatial(SpatialLayer(.convolution(convolution))) }
}

extension Conv2D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer), identity.weights) }
  var layer: Layer { .spatial(SpatialLayer(.convolution(convolution))) }
}

extension Conv2DTranspose: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer), identity.weights) }
  var layer: Layer { .spatial(SpatialLayer(.convolution(convolution))) }
}

extension MaxPooling1D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer { .spatial(SpatialLayer(.pooling(pooling))) }
}

extension AveragePooling1D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer { .spatial(SpatialLayer(.pooling(pooling))) }
}

extension MaxPooling2D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer { .spatial(SpatialLayer(.pooling(pooling))) }
}

extension AveragePooling2D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer { .spatial(SpatialLayer(.pooling(pooling))) }
}

extension GlobalMaxPooling1D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer {
    .spatial(SpatialLayer(.globalPooling(GlobalPooling(kind: .max, isOverTime: true))))
  }
}

extension GlobalAveragePooling1D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer {
    .spatial(SpatialLayer(.globalPooling(GlobalPooling(kind: .average, isOverTime: true))))
  }
}

extension GlobalMaxPooling2D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer {
    .spatial(SpatialLayer(.globalPooling(GlobalPooling(kind: .max, isOverTime: false))))
  }
}

extension GlobalAveragePooling2D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer {
    .spatial(SpatialLayer(.globalPooling(GlobalPooling(kind: .average, isOverTime: false))))
  }
}

extension UpSampling1D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer { .spatial(SpatialLayer(.upSampling1D(size))) }
}

extension UpSampling2D: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer { .spatial(SpatialLayer(.upSampling2D(height, width))) }
}

extension Flatten: CallableLayer {
  public var call: LayerCall { LayerCall(.single(layer)) }
  var layer: Layer { .spatial(SpatialLayer(.flatten)) }
}

extension LayerBuilder {
  public static func buildExpression(_ layer: Conv1D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: Conv1DTranspose) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: Conv2D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: Conv2DTranspose) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: MaxPooling1D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: AveragePooling1D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: MaxPooling2D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: AveragePooling2D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: GlobalMaxPooling1D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: GlobalAveragePooling1D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: GlobalMaxPooling2D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: GlobalAveragePooling2D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: UpSampling1D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: UpSampling2D) -> [Layer] { [layer.layer] }
  public static func buildExpression(_ layer: Flatten) -> [Layer] { [layer.layer] }
}

extension Input {
  /// One image for each example, batch × height × width × channels: a vector whose numbers stand row by
  /// row, in each pixel by pixel, in each channel by channel. An example may also be given as its rows,
  /// each an array of width · channels numbers.
  public static func image(
    height: Int, width: Int, channels: Int, named name: String? = nil
  ) -> Value {
    let shape = ImageShape(height: height, width: width, channels: channels)
    return Value(.input(GraphInput(kind: .image(shape), name: name)), name: name)
  }

  /// A sequence of images for each example, each of them a vector as that of
  /// ``image(height:width:channels:named:)``.
  ///
  /// - Parameters:
  ///   - frames: how many images every example has; nil if they have any number.
  ///   - height: pixels from above to below.
  ///   - width: pixels from left to right.
  ///   - channels: numbers in each pixel.
  ///   - name: what messages call the input; nil for its place.
  public static func video(
    frames: Int? = nil, height: Int, width: Int, channels: Int, named name: String? = nil
  ) -> Value {
    let shape = ImageShape(height: height, width: width, channels: channels)
    return Value(.input(GraphInput(kind: .video(frames: frames, shape), name: name)), name: name)
  }
}
