"""What leaves on paper: PDF by typst and charts by Vega-Lite, each made by a bounded process of its own."""
