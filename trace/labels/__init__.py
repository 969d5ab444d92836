"""Labels: symbols equal to qrcode's and python-barcode's own, laid out in millimetres, written as PDF and SVG."""
